package org.tornadonn.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tornadonn.cluster.PicturePrediction;
import org.tornadonn.data.Angle;
import org.tornadonn.data.DataException;
import org.tornadonn.store.ModelDescription;
import org.tornadonn.store.ModelFile;

/**
 * Predicts pictures on a Spark cluster, with one model for each executor.
 *
 * <p>Takes the columns {@code path} and {@code content} of Spark's binary file source; gives {@code
 * path}, what the model says, and {@code error}: a picture that cannot be read is a row with its
 * error and nothing else. An orientation model says {@code degrees} (counter-clockwise, in [0,
 * 360)), a classifier {@code class} and {@code probability} of the likeliest one; every model
 * {@code outputs}, as they are.
 *
 * @see <a href="https://spark.apache.org/docs/latest/sql-data-sources-binaryFile.html">Binary File
 *     Data Source</a>
 */
public final class SparkPredictor {

  private static final String PATH = "path";
  private static final String OUTPUTS = "outputs";
  private static final String ERROR = "error";

  private final TravellingModel model;
  private final ModelDescription description;
  private final String device;
  private final String id = UUID.randomUUID().toString();

  private SparkPredictor(TravellingModel model, ModelDescription description, String device) {
    this.model = model;
    this.description = description;
    this.device = device;
  }

  /**
   * A model of pictures.
   *
   * @throws DataException if the model does not take square pictures of 1 or 3 channels
   */
  public SparkPredictor(ModelFile model) {
    this(TravellingModel.of(model), model.description(), ExecutorDevice.ANY);
    var input = description.input();
    if (input.rank() != 3 || input.dim(1) != input.dim(2) || input.dim(0) % 2 != 1) {
      throw new DataException(
          "Pictures are cut to squares of 1 or 3 channels, but the model takes %s: use it on one machine."
              .formatted(input));
    }
  }

  /**
   * The same on one kind of device.
   *
   * @param name as {@link SparkTrainer#on} takes it
   */
  public SparkPredictor on(String name) {
    return new SparkPredictor(model, description, name);
  }

  /**
   * Pictures by their paths, which all machines have to share.
   *
   * @param paths files, and folders, of which all pictures below are taken
   * @throws DataException if one of them is not there
   */
  public Dataset<Row> files(SparkSession session, List<Path> paths) {
    for (var path : paths) {
      if (!Files.exists(path)) {
        throw new DataException("There is no picture or folder %s".formatted(path));
      }
    }
    var folders = paths.stream().filter(Files::isDirectory).toList();
    var files = paths.stream().filter(path -> !Files.isDirectory(path)).toList();
    if (folders.isEmpty()) {
      return read(session, files);
    }
    var below = read(session, folders).filter("lower(path) RLIKE '[.](png|jpe?g|gif|bmp|tiff?)$'");
    return files.isEmpty() ? below : below.union(read(session, files));
  }

  private static Dataset<Row> read(SparkSession session, List<Path> paths) {
    return session
        .read()
        .format("binaryFile")
        .option("recursiveFileLookup", "true")
        .load(
            paths.stream()
                .map(path -> path.toAbsolutePath().toUri().toString())
                .toArray(String[]::new));
  }

  /**
   * What the model makes of pictures.
   *
   * @param pictures with the columns {@code path} and {@code content}
   */
  public Dataset<Row> predict(Dataset<Row> pictures) {
    var sent =
        JavaSparkContext.fromSparkContext(pictures.sparkSession().sparkContext())
            .broadcast(new PredictionJob(id, model, device));
    return pictures.select(PATH, "content").mapPartitions(rows(sent), Encoders.row(columns()));
  }

  private static MapPartitionsFunction<Row, Row> rows(Broadcast<PredictionJob> job) {
    return pictures -> new Predicted(job.value(), pictures);
  }

  private StructType columns() {
    var columns = new StructType().add(PATH, DataTypes.StringType, false);
    if (description.classification() != null) {
      columns = columns.add("class", DataTypes.StringType).add("probability", DataTypes.DoubleType);
    } else if (description.task().equals(ModelDescription.ORIENTATION)) {
      columns = columns.add("degrees", DataTypes.DoubleType);
    }
    return columns
        .add(OUTPUTS, DataTypes.createArrayType(DataTypes.FloatType, false))
        .add(ERROR, DataTypes.StringType);
  }

  /** A row of {@link #predict} as an object. */
  PicturePrediction prediction(Row row) {
    var path = local(row.getAs(PATH));
    if (row.getAs(ERROR) instanceof String error) {
      return new PicturePrediction(path, new float[0], error);
    }
    List<Float> outputs = row.getList(row.fieldIndex(OUTPUTS));
    var numbers = new float[outputs.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = outputs.get(i);
    }
    return new PicturePrediction(path, numbers, null);
  }

  /** A path as people write it, where Spark calls it file:/tmp/a.png. */
  private static String local(String path) {
    return path.startsWith("file:") ? path.replaceFirst("^file:/+", "/") : path;
  }

  /** The rows of a partition, each predicted when it is asked for. */
  private record Predicted(PredictionJob job, Iterator<Row> pictures) implements Iterator<Row> {

    @Override
    public boolean hasNext() {
      return pictures.hasNext();
    }

    @Override
    public Row next() {
      var picture = pictures.next();
      return row(PredictorReplica.of(job), picture.getString(0), picture.<byte[]>getAs(1));
    }

    private static Row row(PredictorReplica replica, String path, byte[] content) {
      var description = replica.description();
      var values = new ArrayList<Object>();
      values.add(path);
      var known = description.classification();
      try {
        var outputs = replica.predict(local(path), content);
        if (known != null) {
          var best = Likeliest.of(outputs);
          values.add(known.classes().get(best.index()));
          values.add(best.probability());
        } else if (description.task().equals(ModelDescription.ORIENTATION)) {
          values.add(Angle.fromSinCos(outputs[0], outputs[1]).degrees());
        }
        values.add(outputs);
        values.add(null);
      } catch (DataException e) {
        int said = known != null ? 2 : description.task().equals(ModelDescription.CUSTOM) ? 0 : 1;
        values.addAll(Collections.nCopies(said + 1, null));
        values.add(e.getMessage());
      }
      return RowFactory.create(values.toArray());
    }
  }
}
