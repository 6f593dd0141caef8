package org.tornadonn.exec.jvm.expression;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;

import java.util.List;
import java.util.stream.IntStream;
import org.tornadonn.exec.jvm.expression.Instruction.What;

/**
 * An expression along arrays, of any length. What is left behind the last whole vector is computed
 * as a vector, too: numbers must not depend on where indices are cut.
 */
public final class VectorLoop {

  private final Expression expression;
  private final Stretch stretch;
  private final boolean[] isNumber;

  private VectorLoop(Expression expression) {
    this.expression = expression;
    this.stretch = Loops.of(expression);
    this.isNumber = new boolean[expression.arrays()];
    for (var line : expression.lines()) {
      if (line.what() == What.REPEAT) {
        isNumber[line.number()] = true;
      }
    }
  }

  static VectorLoop of(Expression expression) {
    return new VectorLoop(expression);
  }

  /**
   * A function of some numbers.
   *
   * @param numbers how many it is of: so many arrays are read, and one behind them is written
   */
  static VectorLoop of(int numbers, Elementwise.Formula formula) {
    var draft = new Draft();
    var terms = IntStream.range(0, numbers).mapToObj(draft::read).toList();
    return of(draft.results(numbers, List.of(formula.of(terms))));
  }

  /** {@code exp(x − largest)}. */
  public static VectorLoop exponential() {
    return of(2, v -> Exponential.exp(v.get(0).sub(v.get(1))));
  }

  /** {@code exp(x − largest) / sum}. */
  public static VectorLoop share() {
    return of(3, v -> Exponential.exp(v.get(0).sub(v.get(1))).div(v.get(2)));
  }

  /** {@code x − largest − ln sum}. */
  public static VectorLoop logarithmOfShare() {
    return of(3, v -> v.get(0).sub(v.get(1)).sub(Logarithm.log(v.get(2))));
  }

  /** How many vector instructions there are for each element. */
  int instructions() {
    return expression.lines().size();
  }

  /**
   * Computes n elements.
   *
   * @param arrays what is read, then what is written; one that is written may be one that is read
   * @param at where each begins
   */
  public void run(float[][] arrays, int[] at, int n) {
    int whole = n - n % LANES;
    if (whole > 0) {
      stretch.run(arrays, at, whole);
    }
    if (whole < n) {
      rest(arrays, at, whole, n - whole);
    }
  }

  private void rest(float[][] arrays, int[] at, int from, int n) {
    int reads = arrays.length - expression.results().size();
    var vectors = new float[arrays.length * LANES];
    var places = new float[arrays.length][];
    int[] starts = new int[arrays.length];
    for (int k = 0; k < arrays.length; k++) {
      places[k] = vectors;
      starts[k] = k * LANES;
      if (k < reads) {
        int first = isNumber[k] ? at[k] : at[k] + from;
        System.arraycopy(arrays[k], first, vectors, starts[k], isNumber[k] ? 1 : n);
      }
    }
    stretch.run(places, starts, LANES);
    for (int k = reads; k < arrays.length; k++) {
      System.arraycopy(vectors, starts[k], arrays[k], at[k] + from, n);
    }
  }

  /** The expression, one instruction a line. */
  @Override
  public String toString() {
    return expression.toString();
  }
}
