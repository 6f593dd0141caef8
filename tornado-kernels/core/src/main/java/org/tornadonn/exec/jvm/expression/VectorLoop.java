package org.tornadonn.exec.jvm.expression;

import java.util.List;
import java.util.stream.IntStream;

/**
 * An expression along arrays, of any length. Numbers do not depend on where indices are cut: what
 * is left behind the last whole vector is computed one by one, with the same bits.
 */
public final class VectorLoop {

  private final Expression expression;
  private final Stretch stretch;

  private VectorLoop(Expression expression) {
    this.expression = expression;
    this.stretch = Loops.of(expression);
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
    stretch.run(arrays, at, 0, n);
  }

  /** The expression, one instruction a line. */
  @Override
  public String toString() {
    return expression.toString();
  }
}
