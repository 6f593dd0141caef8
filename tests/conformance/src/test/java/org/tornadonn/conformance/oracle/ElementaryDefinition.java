package org.tornadonn.conformance.oracle;

import java.util.List;
import org.tornadonn.plan.Shape;

/**
 * {@code y = f(a, b, …)} of numbers that stand at the same place once all shapes are stretched; the
 * gradient of a number is the sum over the places that it was stretched to.
 */
final class ElementaryDefinition implements Definition {

  private final Elementary line;
  private final List<Shape> in;
  private final int[] out;

  ElementaryDefinition(Elementary line, List<Shape> in) {
    this.line = line;
    this.in = in;
    int rank = in.stream().mapToInt(Shape::rank).max().orElseThrow();
    this.out = new int[rank];
    for (int axis = 1; axis <= rank; axis++) {
      for (var shape : in) {
        int size = axis <= shape.rank() ? shape.dim(-axis) : 1;
        out[rank - axis] = Math.max(out[rank - axis], size);
      }
    }
  }

  private int size() {
    int size = 1;
    for (int dim : out) {
      size *= dim;
    }
    return size;
  }

  /** Which number of an operand stands at a place of the result. */
  private int source(Shape shape, int place) {
    int rest = place;
    int step = 1;
    int index = 0;
    for (int axis = 1; axis <= shape.rank(); axis++) {
      int at = rest % out[out.length - axis];
      rest /= out[out.length - axis];
      index += (shape.dim(-axis) == 1 ? 0 : at) * step;
      step *= shape.dim(-axis);
    }
    return index;
  }

  private double[] numbers(double[][] operands, int place) {
    var numbers = new double[operands.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = operands[i][source(in.get(i), place)];
    }
    return numbers;
  }

  @Override
  public double[] forward(double[][] operands) {
    var y = new double[size()];
    for (int place = 0; place < y.length; place++) {
      double number = line.function().of(numbers(operands, place));
      y[place] = Math.abs(number) > Float.MAX_VALUE ? (float) number : number;
    }
    return y;
  }

  @Override
  public double[][] backward(double[][] operands, double[] dy) {
    var gradients = new double[operands.length][];
    for (int i = 0; i < gradients.length; i++) {
      gradients[i] = new double[operands[i].length];
      for (int place = 0; place < dy.length && !line.isFlat(); place++) {
        gradients[i][source(in.get(i), place)] +=
            dy[place] * line.slopes().get(i).of(numbers(operands, place));
      }
    }
    return gradients;
  }

  /** A few roundings, of numbers that may be far from 1: then only relative ones count. */
  @Override
  public Sum result(double[][] operands) {
    return line.isFlat() ? new Sum(0, 0) : new Sum(4, Math.min(1, Sum.magnitude(forward(operands))));
  }

  @Override
  public Sum gradient(int input, double[][] operands, double[] dy) {
    double largest = 0;
    for (int place = 0; place < dy.length && !line.isFlat(); place++) {
      double term = dy[place] * line.slopes().get(input).of(numbers(operands, place));
      largest = Math.max(largest, Double.isFinite(term) ? Math.abs(term) : 0);
    }
    return new Sum(4 + size() / operands[input].length, largest);
  }
}
