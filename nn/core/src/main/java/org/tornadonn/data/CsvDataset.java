package org.tornadonn.data;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV file: inputs are its columns of numbers, the class is the text or number in its
 * label column. All of it is kept in memory; any number of threads may read.
 */
public final class CsvDataset implements LabelledDataset {

  private final CsvRows rows;
  private final List<String> classes;
  private final int[] labels;

  private CsvDataset(CsvRows rows, List<String> classes) {
    this.rows = rows;
    this.classes = classes;
    this.labels = new int[rows.size()];
    for (int i = 0; i < labels.length; i++) {
      String where = "%s, column '%s'".formatted(rows.name(i), OneLine.of(rows.label()));
      labels[i] = ClassNames.index(classes, rows.labels().get(i), where);
    }
  }

  /**
   * Opens a file; its classes are what the label column holds: whole numbers in the order of their
   * values, anything else in the order of its letters.
   *
   * @param file a CSV file with a header
   * @param label the label column; null for the last
   * @param ignored columns that are no inputs
   * @return the set, all of it in memory
   * @throws DataException as {@link CsvRows#read}, or if the label column holds one class only, or
   *     another one in more than every second row
   */
  public static CsvDataset open(Path file, @Nullable String label, List<String> ignored) {
    return open(file, label, ignored, CsvHints.NONE);
  }

  /**
   * Opens a file as above, of which something is known.
   *
   * @param file a CSV file
   * @param label the label column; null for the last, or for the first if that is the only one that
   *     can be it
   * @param ignored columns that are no inputs
   * @param hints how the file is written
   * @return the set, all of it in memory
   * @throws DataException as above, or if the file could be written in several ways
   */
  public static CsvDataset open(
      Path file, @Nullable String label, List<String> ignored, CsvHints hints) {
    CsvRows rows = CsvRows.readAll(file, label, ignored, hints);
    List<String> classes = ClassNames.of(rows.labels());
    if (classes.size() < 2) {
      throw new DataException(
          "%s: column '%s' holds only '%s', but at least two classes are needed"
              .formatted(file, OneLine.of(rows.label()), OneLine.of(classes.getFirst())));
    }
    if (classes.size() > 2 && classes.size() > rows.size() / 2) {
      throw new DataException(
          "%s: column '%s' holds %,d different values in %,d rows, so it is no column of classes: name another as the label"
              .formatted(file, OneLine.of(rows.label()), classes.size(), rows.size()));
    }
    return new CsvDataset(rows, classes);
  }

  /**
   * Opens a file for a model whose columns and classes are known; other columns are left out.
   *
   * @param file a CSV file with a header
   * @param columns the inputs, in the model's order
   * @param label the label column
   * @param classes the names of the model's classes, in the order of their indices
   * @return the set, all of it in memory
   * @throws DataException as {@link CsvRows#read}, or if a label is no class
   */
  public static CsvDataset open(
      Path file, List<String> columns, String label, List<String> classes) {
    return open(file, columns, label, classes, CsvHints.NONE);
  }

  /**
   * Opens a file as above, of which something is known.
   *
   * @param file a CSV file
   * @param columns the inputs, in the model's order
   * @param label the label column
   * @param classes the names of the model's classes, in the order of their indices
   * @param hints how the file is written
   * @return the set, all of it in memory
   * @throws DataException as above, or if the file could be written in several ways
   */
  public static CsvDataset open(
      Path file, List<String> columns, String label, List<String> classes, CsvHints hints) {
    return new CsvDataset(CsvRows.read(file, columns, label, hints), List.copyOf(classes));
  }

  /**
   * How the file is written.
   *
   * @return all of it, as it was given or found out
   */
  public CsvDialect dialect() {
    return rows.dialect();
  }

  /**
   * What nobody has said about the file, and was found out.
   *
   * @return one line for people; empty if the file is plain
   */
  public String found() {
    return rows.found();
  }

  /**
   * The names of the inputs.
   *
   * @return in the order of a row's numbers
   */
  public List<String> columns() {
    return rows.columns();
  }

  /**
   * The name of the label column.
   *
   * @return as the header has it
   */
  public String labelColumn() {
    return rows.label();
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  @Override
  public int label(int index) {
    return labels[index];
  }

  @Override
  public String name(int index) {
    return rows.name(index);
  }

  @Override
  public List<Integer> inputShape() {
    return List.of(rows.columns().size());
  }

  @Override
  public void read(int index, int epoch, float[] x, int xAt, float[] y, int yAt) {
    int width = rows.columns().size();
    System.arraycopy(rows.values(), index * width, x, xAt, width);
    y[yAt] = labels[index];
  }

  @Override
  public Fingerprint fingerprint() {
    return Fingerprint.UNKNOWN
        .with(Fingerprint.SAMPLES, new Sum().add(size()))
        .with(Fingerprint.COLUMNS, new Sum().add(rows.columns()).add(rows.label()))
        .with(Fingerprint.CELLS, new Sum().add(rows.values()))
        .with(Fingerprint.LABELS, new Sum().add(labels))
        .with(Fingerprint.CLASSES, new Sum().add(classes));
  }

  @Override
  public DatasetSource source() {
    var file = rows.file().toAbsolutePath().toString();
    var columns = rows.columns();
    var label = rows.label();
    var names = classes;
    char separator = rows.dialect().separator();
    char decimal = rows.dialect().decimal();
    boolean header = rows.dialect().header();
    return () ->
        open(
            Path.of(file),
            columns,
            label,
            names,
            CsvHints.of(new CsvDialect(separator, decimal, header)));
  }
}
