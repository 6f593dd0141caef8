package org.tornadonn.data;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Grey pictures and their classes in two IDX files, as MNIST and its relatives come: inputs are
 * rows × columns values in [0, 1]. The classes are called by their numbers: 0, 1, 2, …, or 1, 2, 3,
 * … for EMNIST's letters. Pictures are as the file has them: EMNIST's are stored column by column,
 * so they lie mirrored at the diagonal, those that a model is trained on and those it predicts.
 *
 * <p>All of it is kept in memory, one byte a pixel. Any number of threads may read.
 */
public final class IdxDataset implements LabelledDataset {

  private static final int MOST_CLASSES = 10_000;

  private final IdxFiles files;
  private final List<String> classes;
  private final IdxImages images;
  private final int[] labels;

  private IdxDataset(IdxFiles files, List<String> classes, IdxImages images, int[] labels) {
    this.files = files;
    this.classes = classes;
    this.images = images;
    this.labels = labels;
  }

  /**
   * Opens a pair of files; its classes are the lowest to the highest label.
   *
   * @param files images and labels
   * @return the set, all of it in memory
   * @throws DataException if a file is missing or wrong, they hold different numbers of samples, or
   *     all are of one class
   */
  public static IdxDataset open(IdxFiles files) {
    int[] stored = labels(files);
    int lowest = IntStream.of(stored).min().orElseThrow();
    int highest = IntStream.of(stored).max().orElseThrow();
    if (lowest == highest) {
      throw new DataException(
          "The IDX file %s holds no label but %d: at least two classes are needed"
              .formatted(files.labels(), lowest));
    }
    if ((long) highest - lowest >= MOST_CLASSES) {
      throw new DataException(
          "The IDX file %s holds labels from %d to %d: at most %,d classes are told apart"
              .formatted(files.labels(), lowest, highest, MOST_CLASSES));
    }
    var names = IntStream.rangeClosed(lowest, highest).mapToObj(String::valueOf).toList();
    return open(files, stored, names);
  }

  /**
   * Opens a pair of files for a model whose classes are known.
   *
   * @param files images and labels
   * @param classes the names of the model's classes, in the order of their indices
   * @return the set, all of it in memory
   * @throws DataException as above, or if a label is the name of no class
   */
  public static IdxDataset open(IdxFiles files, List<String> classes) {
    return open(files, labels(files), List.copyOf(classes));
  }

  /** Unsigned bytes; or QMNIST's ints, of which the first of each sample is its class. */
  private static int[] labels(IdxFiles files) {
    var file = files.labels();
    if (!IdxFiles.isOfInts(file)) {
      byte[] values = IdxFile.read(file, IdxFile.Type.UNSIGNED_BYTE, 1, "labels").values();
      return IntStream.range(0, values.length).map(i -> values[i] & 255).toArray();
    }
    var content = IdxFile.read(file, IdxFile.Type.INT, 2, "labels");
    var ints = ByteBuffer.wrap(content.values()).asIntBuffer();
    int columns = content.dimensions().get(1);
    return IntStream.range(0, content.dimensions().getFirst())
        .map(i -> ints.get(i * columns))
        .toArray();
  }

  private static IdxDataset open(IdxFiles files, int[] stored, List<String> classes) {
    IdxImages images = IdxImages.open(files.images());
    if (images.size() != stored.length) {
      throw new DataException(
          "%s holds %,d pictures, but %s has %,d labels: the files do not belong together"
              .formatted(files.images(), images.size(), files.labels(), stored.length));
    }
    int[] labels = new int[stored.length];
    for (int i = 0; i < labels.length; i++) {
      String name = String.valueOf(stored[i]);
      labels[i] = ClassNames.index(classes, name, "%s, label %d".formatted(files.labels(), i));
    }
    return new IdxDataset(files, classes, images, labels);
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  @Override
  public int label(int index) {
    return labels[index];
  }

  /** The file, and the place of the picture in it, counted from 0. */
  @Override
  public String name(int index) {
    return images.name(index);
  }

  @Override
  public List<Integer> inputShape() {
    return images.shape();
  }

  @Override
  public void read(int index, int epoch, float[] x, int xAt, float[] y, int yAt) {
    images.read(index, x, xAt);
    y[yAt] = labels[index];
  }

  @Override
  public Fingerprint fingerprint() {
    return Fingerprint.UNKNOWN
        .with(Fingerprint.SAMPLES, new Sum().add(size()))
        .with(Fingerprint.PICTURES, images.sum())
        .with(Fingerprint.LABELS, new Sum().add(labels))
        .with(Fingerprint.CLASSES, new Sum().add(classes));
  }

  @Override
  public DatasetSource source() {
    var images = files.images().toAbsolutePath().toString();
    var answers = files.labels().toAbsolutePath().toString();
    var names = classes;
    return () -> open(new IdxFiles(Path.of(images), Path.of(answers)), names);
  }
}
