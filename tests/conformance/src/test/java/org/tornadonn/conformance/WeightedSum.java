package org.tornadonn.conformance;

import java.util.List;
import org.tornadonn.conformance.oracle.Defined;
import org.tornadonn.conformance.oracle.Definition;
import org.tornadonn.conformance.oracle.Sum;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/**
 * {@code loss = Σ r[i] · y[i]}: turns any result into a loss whose gradient with respect to it is
 * r. An operation as a user of the library would write it.
 */
record WeightedSum() implements Operation, Defined {

  @Override
  public String name() {
    return "weighted_sum";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    if (inputs.get(0).size() != inputs.get(1).size()) {
      throw new ShapeException(
          "Weighted sum expects as many weights as elements, but gets %s and %s."
              .formatted(inputs.get(0), inputs.get(1)));
    }
    return Shape.of(1);
  }

  @Override
  public void forward(Forward pass) {
    var y = pass.in(0);
    var r = pass.in(1);
    var loss = pass.out();
    pass.call("forward")
        .reads(y, r)
        .writes(loss)
        .bind(m -> new WeightedSumForward(m.of(y), y.offset(), m.of(r), m.of(loss), y.size()));
  }

  @Override
  public void backward(Backward pass) {
    var r = pass.in(1);
    var dLoss = pass.outGradient();
    var dy = pass.gradient(0);
    var to = dy.slice();
    pass.call("input gradient")
        .reads(r, dLoss)
        .writes(dy)
        .bind(m -> new WeightedSumGradient(m.of(r), m.of(dLoss), m.of(to), to.offset(), dy.add(), r.size()));
  }

  @Override
  public Definition definition() {
    return new Definition() {
      @Override
      public double[] forward(double[][] in) {
        double sum = 0;
        for (int i = 0; i < in[0].length; i++) {
          sum += in[0][i] * in[1][i];
        }
        return new double[] {sum};
      }

      @Override
      public double[][] backward(double[][] in, double[] dy) {
        var d = in[1].clone();
        for (int i = 0; i < d.length; i++) {
          d[i] *= dy[0];
        }
        return new double[][] {d, {}};
      }

      @Override
      public Sum result(double[][] in) {
        return new Sum(in[0].length, 1);
      }

      @Override
      public Sum gradient(int input, double[][] in, double[] dy) {
        return new Sum(1, 1);
      }
    };
  }
}
