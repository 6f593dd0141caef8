package org.tornadonn.train;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.tornadonn.layer.Signature;
import org.tornadonn.layer.Values;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * A loss that is a function of values.
 *
 * @param taken the targets that it takes, by what the model gives
 * @param check finds what is wrong with them
 * @param criterion records the loss of each sample
 */
record OpenLoss(UnaryOperator<Signature> taken, Check check, Criterion.Of criterion)
    implements SampleLoss {

  /** As {@link Loss#fault}. */
  @FunctionalInterface
  interface Check {
    Optional<String> fault(float[] y, int at, Signature outputs);
  }

  OpenLoss(UnaryOperator<Signature> taken, TargetCheck check, Criterion.Of criterion) {
    this(taken, (y, at, outputs) -> check.fault(y, at, taken.apply(outputs).size()), criterion);
  }

  /** A loss whose targets are as the only output. */
  static OpenLoss of(TargetCheck check, Criterion criterion) {
    return new OpenLoss(
        outputs -> Signature.of(SampleLoss.only(outputs).name(), outputs.sample()),
        check,
        (y, t) -> criterion.each(y.only(), t.only()));
  }

  @Override
  public Signature targets(Signature outputs) {
    return taken.apply(outputs);
  }

  @Override
  public Optional<String> fault(float[] y, int at, Signature outputs) {
    return check.fault(y, at, outputs);
  }

  @Override
  public Value rows(Values outputs, Values targets) {
    var each = criterion.each(outputs, targets);
    int n = outputs.get(0).shape().dim(0);
    if (each.shape().rank() == 0 || each.shape().dim(0) != n) {
      throw new ShapeException(
          "A loss gives numbers for each of %d samples, batch first, but this one gives %s: leave the mean over samples to the library."
              .formatted(n, each.shape()));
    }
    return SampleLoss.means(each);
  }
}
