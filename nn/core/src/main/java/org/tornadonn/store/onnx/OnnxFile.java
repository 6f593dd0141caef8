package org.tornadonn.store.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tornadonn.file.FileFault;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.StateException;
import org.tornadonn.layer.Tensor;
import org.tornadonn.onnx.OnnxGraph;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.store.AtomicFile;
import org.tornadonn.store.ModelDescription;
import org.tornadonn.store.ModelFile;
import org.tornadonn.store.ModelFileException;

/**
 * A model as an ONNX file: its operations as a graph, its weights as float32, and what it is for in
 * the metadata, under {@link ModelDescription#KEY}.
 *
 * @see <a href="https://onnx.ai/onnx/repo-docs/IR.html">The format</a>
 */
public final class OnnxFile {

  /** The newest that all of ONNX Runtime 1.12, PyTorch and TensorRT 8.6 have. */
  static final int OPSET = 17;

  /** The version of the format that came with that operator set. */
  private static final int FORMAT = 8;

  /** The version that came with operator set 20. */
  private static final int NEWER_FORMAT = 9;

  /** A protocol buffer has at most 2 GiB; the graph and its names take some of it. */
  private static final long MOST_PARAMETERS = (Integer.MAX_VALUE - (64L << 20)) / Float.BYTES;

  private OnnxFile() {}

  /** What the inputs of a file are. */
  public enum Inputs {
    /** As they are read: pictures in [0, 1], or rows of numbers. The graph standardizes them. */
    RAW,
    /** Standardized by who gives them, with mean and deviation from the file's description. */
    STANDARDIZED
  }

  /**
   * Writes a model for predictions, in one step: a file that is there stays as it is until the new
   * one is complete. The number of samples in a batch is left open.
   *
   * @param task {@link ModelDescription#ORIENTATION} or {@link ModelDescription#CUSTOM}
   * @throws ModelFileException if the file cannot be written, or the model has operations that ONNX
   *     does not have: the message names them
   * @throws IllegalArgumentException if the task is unknown, or cannot have the model's input
   */
  public static void write(Path file, Model model, String task) {
    write(file, new ModelFile(model, ModelDescription.of(model, task)));
  }

  /**
   * Writes a model with its description, as above. The graph of a classifier takes raw inputs.
   *
   * @throws ModelFileException as above
   */
  public static void write(Path file, ModelFile content) {
    write(file, content, Inputs.RAW);
  }

  /**
   * Writes a model with its description, as above.
   *
   * @param inputs what the graph of a classifier takes; other models take inputs as they are
   * @throws ModelFileException as above
   */
  public static void write(Path file, ModelFile content, Inputs inputs) {
    var description = content.description().withoutLayers();
    var standardization =
        inputs == Inputs.RAW ? InputStandardization.of(description).orElse(null) : null;
    write(file, content.model(), description, standardization);
  }

  private static void write(
      Path file,
      Model model,
      ModelDescription description,
      @Nullable InputStandardization standardization) {
    if (model.values().length > MOST_PARAMETERS) {
      throw new ModelFileException(
          file,
          "cannot be written: an ONNX file holds at most %d parameters, the model has %d"
              .formatted(MOST_PARAMETERS, model.values().length),
          "Save it as safetensors");
    }
    var content =
        graph(file, model, standardization)
            .addMetadataProps(
                StringStringEntryProto.newBuilder()
                    .setKey(ModelDescription.KEY)
                    .setValue(description.toJson()))
            .build();
    try {
      AtomicFile.write(
          file,
          channel -> {
            var out = Channels.newOutputStream(channel);
            content.writeTo(out);
            out.flush();
          });
    } catch (IOException e) {
      throw new ModelFileException(
          file,
          "cannot be written: " + FileFault.reason(e),
          "Check the folder, its permissions and the free space, or choose another path",
          e);
    }
  }

  private static ModelProto.Builder graph(
      Path file, Model model, @Nullable InputStandardization standardization) {
    if (model.layer() instanceof OnnxGraph graph) {
      return StoredGraph.of(graph, model.state(), standardization);
    }
    var writer = new GraphWriter(file, model, OPSET, standardization);
    return ModelProto.newBuilder()
        .setIrVersion(writer.opset() > OPSET ? NEWER_FORMAT : FORMAT)
        .setProducerName("tornado-nn")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(writer.opset()))
        .setGraph(writer.graph());
  }

  /**
   * Reads a model: what it is for from the metadata if it says so, its layers from the graph.
   * Layers are called as their weights are, where these are called as in PyTorch; batch
   * normalization is taken into the layer before it where that can be, and dropout is left out. So
   * is a classifier's standardization: the model takes what its description says, whatever {@link
   * Inputs} its file has. A graph that is no network of this library's layers becomes one layer
   * that replays it, {@link OnnxGraph}.
   *
   * @throws ModelFileException if the file cannot be read, is something else or damaged, leaves
   *     sizes of its input open, or has operators that are not read: the message names them
   */
  public static ModelFile read(Path file) {
    return read(file, OpenInput.closed());
  }

  /**
   * Reads a model whose file leaves sizes of its input open.
   *
   * @param input the shape of one sample
   * @throws ModelFileException if the file cannot be read, as above, or takes no such inputs
   */
  public static ModelFile read(Path file, Shape input) {
    return read(
        file,
        (name, axis, rank, fixed) ->
            axis < 0 ? fixed : rank == input.rank() ? input.dim(axis) : -1);
  }

  /**
   * Reads a model for tensors of certain shapes, which say what its file leaves open. Where no axis
   * of the graph counts samples, the model takes exactly these shapes, see {@link
   * org.tornadonn.layer.Signature#whole}.
   *
   * @param tensors by the names of the file's inputs, samples along the first axis; the name of the
   *     only one does not matter
   * @throws ModelFileException if the file cannot be read, as above, or takes no such tensors
   */
  public static ModelFile read(Path file, Map<String, Shape> tensors) {
    return read(file, OpenInput.of(tensors));
  }

  /**
   * Reads a model for certain tensors: their shapes say what the file leaves open, as above, and
   * their numbers what inputs decide that a plan has to know, such as lengths, or the rate of
   * samples by which an {@code If} takes one of two networks. These are inputs no longer.
   *
   * @param tensors by the names of the file's inputs, samples along the first axis; the name of the
   *     only one does not matter
   * @return the model, and which inputs it was made for
   * @throws ModelFileException if the file cannot be read, as above, or takes no such tensors
   */
  public static FittedModel readFor(Path file, Map<String, Tensor> tensors) {
    var shapes = new LinkedHashMap<String, Shape>();
    tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    var fixed = new LinkedHashMap<String, Tensor>();
    return new FittedModel(read(file, OpenInput.of(shapes), new Decided(tensors, fixed)), fixed);
  }

  /**
   * Reads a model of images whose file may leave their size open.
   *
   * @param imageSize rows and columns where the file says none
   * @throws ModelFileException if the file cannot be read, as above
   */
  public static ModelFile read(Path file, int imageSize) {
    return read(
        file,
        (name, axis, rank, fixed) ->
            fixed == 0 && axis >= 0 && axis >= rank - 2 ? imageSize : fixed);
  }

  private static ModelFile read(Path file, OpenInput open) {
    return read(file, open, new Decided(Map.of(), new LinkedHashMap<>()));
  }

  private static ModelFile read(Path file, OpenInput open, Decided decided) {
    var source = new Source(file);
    var content = OnnxReader.read(file);
    try {
      var described = described(source, content);
      var standardization = described.flatMap(InputStandardization::of);
      var model = model(source, content, open, decided, standardization);
      return new ModelFile(model, description(source, described, model));
    } catch (ShapeException | StateException | ArithmeticException e) {
      throw source.unsupported("describes a model that cannot be built: " + e.getMessage());
    }
  }

  /** A network of this library's layers where that can be, else one layer that is the graph. */
  private static Model model(
      Source source,
      ModelProto content,
      OpenInput open,
      Decided decided,
      Optional<InputStandardization> standardization) {
    try {
      var wiring = new GraphReader(source, content).wiring(open, standardization);
      // The layers have their sizes from the tensors: no more is allocated than the file has.
      var model = new Model(wiring.network(), wiring.input(), 0);
      model.load(wiring.state(), true);
      return model;
    } catch (Unsupported e) {
      return new ReplayedGraph(source, content, decided).model(open, standardization);
    }
  }

  private static Optional<ModelDescription> described(Source source, ModelProto content) {
    return content.getMetadataPropsList().stream()
        .filter(property -> property.getKey().equals(ModelDescription.KEY))
        .findFirst()
        .map(property -> ModelDescription.parse(source.file(), property.getValue()));
  }

  private static ModelDescription description(
      Source source, Optional<ModelDescription> described, Model model) {
    if (described.isEmpty()) {
      return ModelDescription.of(model, ModelDescription.CUSTOM);
    }
    var description = described.get();
    if (!description.input().equals(model.input())) {
      throw source.damaged(
          "is described as taking %s, but takes %s".formatted(description.input(), model.input()));
    }
    return description;
  }
}
