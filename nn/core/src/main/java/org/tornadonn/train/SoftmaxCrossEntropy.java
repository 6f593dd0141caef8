package org.tornadonn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tornadonn.layer.Signature;
import org.tornadonn.layer.Values;
import org.tornadonn.op.loss.CrossEntropy;
import org.tornadonn.op.loss.DenseCrossEntropy;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * {@link Loss#crossEntropy()}.
 *
 * @param operation computes it where no sample weighs more than another
 * @param ignoreIndex the target of what is left out; null, the default, for none
 * @param weight what each class weighs; empty, the default, if they weigh the same
 */
public record SoftmaxCrossEntropy(
    CrossEntropy operation, @Nullable Integer ignoreIndex, List<Float> weight)
    implements SampleLoss {

  /** Checks that a target can be the index, and that weights are from 0 up. */
  public SoftmaxCrossEntropy {
    weight = List.copyOf(weight);
    if (ignoreIndex != null && (double) (float) (int) ignoreIndex != ignoreIndex) {
      throw new IllegalArgumentException(
          "No float is %d, and targets are floats: use an ignoreIndex from -16777216 to 16777216, such as -100."
              .formatted(ignoreIndex));
    }
    for (float one : weight) {
      if (!(one >= 0 && Float.isFinite(one))) {
        throw new IllegalArgumentException("A class weighs 0 or more, not " + one + ".");
      }
    }
  }

  /**
   * {@return the same loss that leaves targets out that are an index: PyTorch's {@code
   * ignore_index}} The mean, with label smoothing too, is over the others. Where there are no
   * others, PyTorch's is NaN; here, a trainer refuses such a step, and a fit passes over it. Every
   * other target has to be a class.
   *
   * @param index any, whether it is a class or not; PyTorch's default is -100
   */
  public SoftmaxCrossEntropy ignoreIndex(int index) {
    return new SoftmaxCrossEntropy(operation, index, weight);
  }

  /**
   * {@return the same loss where some classes weigh more than others, as PyTorch has it} The mean
   * is divided by what the targets weigh.
   *
   * @param weights one for each class, from 0 up
   */
  public SoftmaxCrossEntropy weight(float... weights) {
    var list = new ArrayList<Float>();
    for (float one : weights) {
      list.add(one);
    }
    return new SoftmaxCrossEntropy(operation, ignoreIndex, list);
  }

  @Override
  public Signature targets(Signature outputs) {
    var output = SampleLoss.only(outputs);
    if (output.shape().rank() == 0) {
      throw new ShapeException(
          "Cross-entropy expects logits (classes) or (classes, d1, …) per sample, but the model gives %s."
              .formatted(output.shape()));
    }
    int classes = output.shape().dim(0);
    if (classes > ClassIndex.MOST) {
      throw new ShapeException(
          "Cross-entropy tells at most %d classes apart, but the model gives %s: class indices are floats."
              .formatted(ClassIndex.MOST, output.shape()));
    }
    if (!weight.isEmpty() && weight.size() != classes) {
      throw new ShapeException(
          "Cross-entropy has weights of %d classes, but the model gives %s: give one weight for each class."
              .formatted(weight.size(), output.shape()));
    }
    return Signature.of(output.name(), output.shape().sample());
  }

  @Override
  public Optional<String> fault(float[] y, int at, Signature outputs) {
    int classes = outputs.ports().getFirst().shape().dim(0);
    var ignored = ignoreIndex == null ? "" : " (and %d to be left out)".formatted(ignoreIndex);
    for (int i = at; i < at + targets(outputs).size(); i++) {
      float target = y[i];
      var fault = isIgnored(target) ? Optional.<String>empty() : ClassIndex.fault(target, classes);
      if (fault.isPresent()) {
        return fault.map(text -> text + ignored + ". " + ClassIndex.remedy(target, classes));
      }
    }
    return Optional.empty();
  }

  private boolean isIgnored(float target) {
    return ignoreIndex != null && target == ignoreIndex;
  }

  @Override
  public boolean counts(float[] y, int sample, Signature outputs) {
    return mass(y, sample, 1, outputs) > 0;
  }

  /** What the targets weigh that are not left out. */
  @Override
  public double mass(float[] y, int from, int n, Signature outputs) {
    if (isPlain()) {
      return n;
    }
    int length = targets(outputs).size();
    double mass = 0;
    for (int i = from * length; i < (from + n) * length; i++) {
      mass += isIgnored(y[i]) ? 0 : weight.isEmpty() ? 1 : weight.get((int) y[i]);
    }
    return mass;
  }

  private boolean isPlain() {
    return ignoreIndex == null && weight.isEmpty();
  }

  @Override
  public int divisors() {
    return isPlain() ? 0 : 1;
  }

  @Override
  public double[] masses(float[] y, int from, int n, Signature outputs) {
    return isPlain() ? new double[0] : new double[] {mass(y, from, n, outputs)};
  }

  @Override
  public Value record(Values outputs, Values targets, Value fill, List<Value> masses) {
    var y = outputs.only();
    if (isPlain() && y.shape().rank() == 2) {
      return fill.tape().apply(operation, y, targets.only(), fill);
    }
    return SampleLoss.super.record(outputs, targets, fill, masses);
  }

  @Override
  public Value rows(Values outputs, Values targets) {
    var y = outputs.only();
    var weights = new float[y.shape().dim(1)];
    Arrays.fill(weights, 1);
    for (int i = 0; i < weight.size(); i++) {
      weights[i] = weight.get(i);
    }
    var each = DenseCrossEntropy.of(y, targets.only(), weights, operation.smoothing(), ignoreIndex);
    return isPlain() ? SampleLoss.means(each) : SampleLoss.sums(each);
  }
}
