package org.tornadonn.train;

import java.util.Arrays;
import java.util.List;
import org.tornadonn.layer.Port;
import org.tornadonn.layer.Signature;
import org.tornadonn.layer.Values;
import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/** A loss that is a mean over samples, each of which may weigh more or less. */
public sealed interface SampleLoss extends Loss
    permits ElementLoss, SoftmaxCrossEntropy, OpenLoss, WeightedLoss {

  /** What the weight of a sample is called among its targets. */
  String WEIGHT = "weight";

  /**
   * {@return the same loss of samples that have weights: {@code Σ w · loss / Σ w}} A weight is one
   * more number of the target, behind the others, 0 or more, and called {@link #WEIGHT} where
   * targets have names.
   */
  default SampleLoss weighted() {
    return new WeightedLoss(this);
  }

  /**
   * Records the loss of each sample.
   *
   * @param outputs what the model gives, {@code (n, …)} each
   * @param targets what it should give
   * @return the losses {@code (n)}, times what each sample weighs
   */
  Value rows(Values outputs, Values targets);

  @Override
  default double mass(float[] y, int from, int n, Signature outputs) {
    return n;
  }

  @Override
  default Value record(Values outputs, Values targets, Value fill, List<Value> masses) {
    var inUse = inUse(outputs.get(0), fill);
    var used = Values.none();
    for (var name : outputs.names()) {
      var y = outputs.get(name);
      var mask = F.reshape(inUse, Shape.of(column(y.shape())));
      var value = F.where(mask, y, 0); // keeps what becomes of the others from their gradients
      used = used.and(name, value);
    }
    var counted = F.where(inUse, rows(used, targets), 0);
    return F.reshape(F.div(F.sum(counted), masses.isEmpty() ? fill : masses.getFirst()), 1);
  }

  private static Value inUse(Value of, Value fill) {
    int n = of.shape().dim(0);
    var numbers = new float[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = i;
    }
    return F.lt(of.tape().constant("sample", Shape.of(n), numbers), fill);
  }

  private static int[] column(Shape shape) {
    var dims = new int[shape.rank()];
    Arrays.fill(dims, 1);
    dims[0] = shape.dim(0);
    return dims;
  }

  /**
   * The mean of what belongs to a sample.
   *
   * @param each {@code (n, …)}
   * @return {@code (n)}
   */
  static Value means(Value each) {
    return F.div(sums(each), each.shape().size() / (float) each.shape().dim(0));
  }

  /**
   * The sum of what belongs to a sample.
   *
   * @param each {@code (n, …)}
   * @return {@code (n)}
   */
  static Value sums(Value each) {
    int n = each.shape().dim(0);
    return each.shape().rank() == 1 ? each : F.sum(F.reshape(each, n, -1), 1);
  }

  /**
   * The output of a loss that takes one.
   *
   * @param outputs those of the model
   * @return the one
   * @throws ShapeException if there are several
   */
  static Port only(Signature outputs) {
    if (outputs.ports().size() > 1) {
      throw new ShapeException(
          "The loss takes one output, but the model gives %s: say which with Loss.on(\"%s\", …)."
              .formatted(outputs, outputs.names().getFirst()));
    }
    return outputs.ports().getFirst();
  }
}
