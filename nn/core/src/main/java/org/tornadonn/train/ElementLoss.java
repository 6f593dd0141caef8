package org.tornadonn.train;

import java.util.List;
import java.util.Optional;
import org.tornadonn.layer.Signature;
import org.tornadonn.layer.Values;
import org.tornadonn.op.F;
import org.tornadonn.op.loss.BinaryCrossEntropyWithLogits;
import org.tornadonn.op.loss.HuberLoss;
import org.tornadonn.op.loss.L1Loss;
import org.tornadonn.op.loss.MeanSquaredError;
import org.tornadonn.op.loss.SmoothL1Loss;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Value;

/**
 * A loss that compares element by element.
 *
 * @param operation computes its mean over all samples
 */
public record ElementLoss(Operation operation) implements SampleLoss {

  @Override
  public Signature targets(Signature outputs) {
    var output = SampleLoss.only(outputs);
    return Signature.of(output.name(), output.shape());
  }

  @Override
  public Optional<String> fault(float[] y, int at, Signature outputs) {
    boolean isProbability = operation instanceof BinaryCrossEntropyWithLogits;
    for (int i = at; i < at + outputs.size(); i++) {
      if (!Float.isFinite(y[i])) {
        return Optional.of(
            "target %s, but a loss takes finite numbers. Repair or remove the sample."
                .formatted(y[i]));
      }
      if (isProbability && !(y[i] >= 0 && y[i] <= 1)) {
        return Optional.of(
            "target %s, but binary cross-entropy takes probabilities of yes, from 0 to 1. Scale the targets, or use another loss."
                .formatted(y[i]));
      }
    }
    return Optional.empty();
  }

  @Override
  public Value record(Values outputs, Values targets, Value fill, List<Value> masses) {
    return fill.tape().apply(operation, outputs.only(), targets.only(), fill);
  }

  @Override
  public Value rows(Values outputs, Values targets) {
    return SampleLoss.means(each(outputs.only(), targets.only()));
  }

  private Value each(Value y, Value t) {
    return switch (operation) {
      case MeanSquaredError _ -> F.square(F.sub(y, t));
      case L1Loss _ -> F.abs(F.sub(y, t));
      case HuberLoss huber -> Criteria.huber(y, t, huber.delta());
      case SmoothL1Loss smooth ->
          smooth.beta() == 0
              ? F.abs(F.sub(y, t))
              : F.div(Criteria.huber(y, t, smooth.beta()), smooth.beta());
      case BinaryCrossEntropyWithLogits _ -> Criteria.binaryCrossEntropyWithLogits(y, t, 1);
      default ->
          throw new IllegalArgumentException(
              "Samples of the loss '%s' have no weights: use one of Loss's own, or Loss.of."
                  .formatted(operation.name()));
    };
  }
}
