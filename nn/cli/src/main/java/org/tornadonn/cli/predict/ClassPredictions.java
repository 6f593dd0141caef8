package org.tornadonn.cli.predict;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.tornadonn.cli.classify.Classifier;
import org.tornadonn.cli.classify.DataFormat;
import org.tornadonn.cli.classify.LabelledData;
import org.tornadonn.cli.classify.TableOptions;
import org.tornadonn.cli.machine.VerifyOption;
import org.tornadonn.cli.usage.Listed;
import org.tornadonn.data.CsvHints;
import org.tornadonn.data.CsvRows;
import org.tornadonn.data.DataException;
import org.tornadonn.data.IdxImages;
import org.tornadonn.heap.Heap;
import org.tornadonn.plan.Shape;

/**
 * Predicts the classes of what is in files: a picture, every picture of an IDX file, or every row
 * of a CSV file.
 */
final class ClassPredictions {

  /** Samples that are read and predicted at a time. */
  private static final int CHUNK = 256;

  private final Classifier classifier;
  private final LazyPredictor lazy;
  private final int top;
  private final CsvHints hints;
  private final Consumer<ClassPrediction> answers;
  private boolean unverified;

  /**
   * Predictions of one model.
   *
   * @param top how many classes are named for each sample
   * @param verify whether the first samples are compared with the portable loops
   * @param hints how CSV files are written
   */
  ClassPredictions(
      Classifier classifier,
      LazyPredictor lazy,
      int top,
      boolean verify,
      CsvHints hints,
      Consumer<ClassPrediction> answers) {
    this.classifier = classifier;
    this.lazy = lazy;
    this.top = top;
    this.unverified = verify;
    this.hints = hints;
    this.answers = answers;
  }

  /**
   * Predicts a file.
   *
   * @throws DataException if it cannot be read, or is no input of the model
   */
  void file(Path file) {
    var table = classifier.classification().table();
    if (table != null) {
      if (!DataFormat.isCsv(file) && !DataFormat.isText(file)) {
        throw new DataException(
            "%s is no CSV file, but the model takes rows with the columns %s"
                .formatted(file, Listed.of(table.columns())));
      }
      var rows = CsvRows.read(file, table.columns(), null, hints);
      TableOptions.tell(file, rows.found());
      int width = table.columns().size();
      samples(
          rows.size(),
          rows::name,
          (index, x, at) -> System.arraycopy(rows.values(), index * width, x, at, width));
    } else if (DataFormat.isIdx(file)) {
      var images = IdxImages.open(file);
      var shape = Shape.of(LabelledData.ints(images.shape()));
      if (!shape.equals(classifier.model().input())) {
        throw new DataException(
            "%s holds pictures of %s, but the model takes %s"
                .formatted(file, shape, classifier.model().input()));
      }
      samples(images.size(), images::name, images::read);
    } else {
      answer(List.of(file.toString()), classifier.picture(file));
    }
  }

  /** Reads one sample into an array. */
  private interface Reader {
    void read(int index, float[] x, int at);
  }

  private void samples(int size, IntFunction<String> name, Reader reader) {
    int length = classifier.model().input().size();
    for (int from = 0; from < size && !System.out.checkError(); from += CHUNK) {
      int first = from;
      int count = Math.min(CHUNK, size - from);
      float[] x = Heap.floats((long) count * length, () -> "Predicting " + count + " samples");
      for (int i = 0; i < count; i++) {
        reader.read(from + i, x, i * length);
      }
      var names = IntStream.range(0, count).mapToObj(i -> name.apply(first + i));
      answer(names.toList(), classifier.standardized(x));
    }
  }

  private void answer(List<String> names, float[] x) {
    var predictor = lazy.get();
    if (unverified) {
      VerifyOption.show(predictor.verify(x, names.size()), predictor.device());
      unverified = false;
    }
    var classes = classifier.classification().classes();
    var scores = predictor.predict(x, names.size());
    for (int i = 0; i < names.size(); i++) {
      answers.accept(ClassPrediction.of(names.get(i), scores, i * classes.size(), classes, top));
    }
  }
}
