package org.tornadonn.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.tornadonn.layer.Signature;
import org.tornadonn.layer.Values;
import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * The weighted sum of losses of several outputs. Each is the mean over its own samples; where a
 * step is several batches, these are averaged by their numbers of samples.
 *
 * @param heads the losses, whose targets a sample has in this order
 */
public record HeadsLoss(List<Head> heads) implements Loss {

  /**
   * A loss of one output.
   *
   * @param output its name
   * @param weight what the loss is multiplied by
   * @param loss what is made small there
   */
  public record Head(String output, float weight, SampleLoss loss) {

    private Signature outputs(Signature all) {
      var port = all.get(output);
      return Signature.of(port.name(), port.shape());
    }

    /** Names that tell the targets of one head from those of another. */
    private String name(String target) {
      return target.equals(output) ? output : output + " " + target;
    }

    private int length(Signature all) {
      return loss.targets(outputs(all)).size();
    }
  }

  /** Checks that there is a head. */
  public HeadsLoss {
    heads = List.copyOf(heads);
    if (heads.isEmpty()) {
      throw new IllegalArgumentException("A loss needs an output.");
    }
  }

  /**
   * {@return this and the loss of another output}
   *
   * @param output its name
   * @param loss what is made small there
   */
  public HeadsLoss and(String output, SampleLoss loss) {
    return and(output, 1, loss);
  }

  /**
   * {@return this and the loss of another output, times a number}
   *
   * @param output its name
   * @param weight what the loss is multiplied by
   * @param loss what is made small there
   */
  public HeadsLoss and(String output, float weight, SampleLoss loss) {
    var more = new ArrayList<>(heads);
    more.add(new Head(output, weight, loss));
    return new HeadsLoss(more);
  }

  @Override
  public Signature targets(Signature outputs) {
    var all = Signature.none();
    for (var head : heads) {
      if (!outputs.names().contains(head.output())) {
        throw new ShapeException(
            "The loss is of an output '%s', but the model gives %s."
                .formatted(head.output(), outputs));
      }
      for (var port : head.loss().targets(head.outputs(outputs)).ports()) {
        all = all.and(head.name(port.name()), port.shape());
      }
    }
    return all;
  }

  @Override
  public Optional<String> fault(float[] y, int at, Signature outputs) {
    int from = at;
    for (var head : heads) {
      var fault = head.loss().fault(y, from, head.outputs(outputs));
      if (fault.isPresent()) {
        return fault.map(text -> "'%s': %s".formatted(head.output(), text));
      }
      from += head.length(outputs);
    }
    return Optional.empty();
  }

  @Override
  public boolean counts(float[] y, int sample, Signature outputs) {
    return heads.stream()
        .anyMatch(
            head -> head.loss().counts(own(head, y, sample, 1, outputs), 0, head.outputs(outputs)));
  }

  @Override
  public double mass(float[] y, int from, int n, Signature outputs) {
    return n;
  }

  @Override
  public int divisors() {
    return heads.stream().mapToInt(head -> head.loss().divisors()).sum();
  }

  @Override
  public double[] masses(float[] y, int from, int n, Signature outputs) {
    return heads.stream()
        .filter(head -> head.loss().divisors() > 0)
        .mapToDouble(
            head -> head.loss().mass(own(head, y, from, n, outputs), 0, n, head.outputs(outputs)))
        .toArray();
  }

  /** The targets of one head. */
  @SuppressWarnings("ReferenceEquality") // two heads may be equal
  private float[] own(Head of, float[] y, int from, int n, Signature outputs) {
    int all = targets(outputs).size();
    int length = of.length(outputs);
    int at = 0;
    for (var head : heads) {
      if (head == of) {
        break;
      }
      at += head.length(outputs);
    }
    var own = new float[n * length];
    for (int i = 0; i < n; i++) {
      System.arraycopy(y, (from + i) * all + at, own, i * length, length);
    }
    return own;
  }

  @Override
  public Value record(Values outputs, Values targets, Value fill, List<Value> masses) {
    Value sum = null;
    int target = 0;
    int mass = 0;
    for (var head : heads) {
      var output = outputs.get(head.output());
      var own = Values.of(head.output(), output);
      var shapes =
          head.loss().targets(Signature.of(head.output(), output.shape().sample())).ports();
      var taken = Values.none();
      for (var port : shapes) {
        taken = taken.and(port.name(), targets.get(target++));
      }
      int divisors = head.loss().divisors();
      var loss = head.loss().record(own, taken, fill, masses.subList(mass, mass + divisors));
      mass += divisors;
      var term = head.weight() == 1 ? loss : F.mul(loss, head.weight());
      sum = sum == null ? term : F.add(sum, term);
    }
    return F.reshape(Objects.requireNonNull(sum), Shape.of(1));
  }
}
