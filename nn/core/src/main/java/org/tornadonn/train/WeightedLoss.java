package org.tornadonn.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.Optional;
import org.tornadonn.layer.Signature;
import org.tornadonn.layer.Values;
import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/** {@link SampleLoss#weighted}: the last number of a target is what the sample weighs. */
record WeightedLoss(SampleLoss of) implements SampleLoss {

  @Override
  public Signature targets(Signature outputs) {
    return of.targets(outputs).and(WEIGHT, Shape.of());
  }

  @Override
  public Optional<String> fault(float[] y, int at, Signature outputs) {
    float weight = y[at + length(outputs)];
    return of.fault(y, at, outputs)
        .or(
            () ->
                weight >= 0 && Float.isFinite(weight)
                    ? Optional.empty()
                    : Optional.of(
                        "weight %s, but a sample weighs 0 or more. Repair or remove the sample."
                            .formatted(weight)));
  }

  private int length(Signature outputs) {
    return of.targets(outputs).size();
  }

  private double weight(float[] y, int sample, Signature outputs) {
    int length = length(outputs);
    return y[sample * (length + 1) + length];
  }

  @Override
  public boolean counts(float[] y, int sample, Signature outputs) {
    return massOf(y, sample, outputs) > 0;
  }

  private double massOf(float[] y, int sample, Signature outputs) {
    int length = length(outputs);
    int at = sample * (length + 1);
    var target = Arrays.copyOfRange(y, at, at + length);
    return weight(y, sample, outputs) * of.mass(target, 0, 1, outputs);
  }

  @Override
  public double mass(float[] y, int from, int n, Signature outputs) {
    double mass = 0;
    for (int i = from; i < from + n; i++) {
      mass += massOf(y, i, outputs);
    }
    return mass;
  }

  @Override
  public int divisors() {
    return 1;
  }

  @Override
  public double[] masses(float[] y, int from, int n, Signature outputs) {
    return new double[] {mass(y, from, n, outputs)};
  }

  @Override
  public Value rows(Values outputs, Values targets) {
    var own = new LinkedHashMap<>(targets.byName());
    var weight = Objects.requireNonNull(own.remove(WEIGHT));
    return F.mul(of.rows(outputs, new Values(own)), weight);
  }
}
