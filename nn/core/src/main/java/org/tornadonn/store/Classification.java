package org.tornadonn.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tornadonn.plan.Shape;

/**
 * What a classifier's answers mean, and what has to be done to its inputs: those of a picture are
 * in [0, 1], the largest centred square, resized; then, as those of a row, {@code (x − mean) /
 * deviation}.
 *
 * @param classes the names of the classes, in the order of the model's outputs; at least two
 * @param mean of the training data: one for each channel of a picture, or each column of a row
 * @param deviation as many, above 0
 * @param table what the columns of a row are called; null for pictures
 */
public record Classification(
    List<String> classes,
    List<Double> mean,
    List<Double> deviation,
    @JsonSetter(nulls = Nulls.SET) @Nullable Table table) {

  /**
   * The columns of a table.
   *
   * @param columns the inputs, in the model's order
   * @param label the column that holds the class
   * @param written how the file was written that was trained on; null if it was plain: commas,
   *     decimal points, and names in the first line
   */
  public record Table(
      List<String> columns,
      String label,
      @JsonInclude(JsonInclude.Include.NON_NULL) @JsonSetter(nulls = Nulls.SET)
          @Nullable Written written) {

    /** The columns of a plain table. */
    public Table(List<String> columns, String label) {
      this(columns, label, null);
    }

    public Table {
      columns = List.copyOf(columns);
      if (columns.isEmpty() || new HashSet<>(columns).size() != columns.size()) {
        throw new IllegalArgumentException("a table has columns of different names");
      }
    }
  }

  /**
   * How a table was written.
   *
   * @param separator between cells
   * @param decimal point or comma
   * @param header whether the first line named the columns; if not, they are called 0, 1, 2, …
   */
  public record Written(char separator, char decimal, boolean header) {

    public Written {
      if ("\"\r\n".indexOf(separator) >= 0 || (decimal != '.' && decimal != ',')) {
        throw new IllegalArgumentException("no table has such separators or decimal signs");
      }
    }
  }

  public Classification {
    classes = List.copyOf(classes);
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (classes.size() < 2 || new HashSet<>(classes).size() != classes.size()) {
      throw new IllegalArgumentException(
          "a classifier has at least two classes of different names");
    }
    int groups = table == null ? mean.size() : table.columns.size();
    if (mean.isEmpty() || mean.size() != groups || deviation.size() != groups) {
      throw new IllegalArgumentException(
          "%d means and %d deviations do not fit %d channels or columns"
              .formatted(mean.size(), deviation.size(), groups));
    }
    if (!mean.stream().allMatch(Double::isFinite)
        || !deviation.stream().allMatch(d -> d > 0 && Double.isFinite(d))) {
      throw new IllegalArgumentException("means are finite, deviations too, and above 0");
    }
  }

  /** Whether inputs are rows with these columns, or pictures with these channels. */
  boolean takes(Shape input) {
    return table == null
        ? input.rank() == 3 && input.dim(0) == mean.size()
        : input.equals(Shape.of(mean.size()));
  }
}
