package org.tornadonn.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tornadonn.exec.NotFinite;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Parameter;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.Role;

/**
 * Where a training step came to a number that is NaN or infinite: the first place, in the order in
 * which the step goes.
 *
 * @param kind what the number is part of
 * @param name the parameter, or the layer; empty for samples
 * @param call what made it: {@code linear forward}; empty for samples and parameters
 * @param value NaN or an infinity
 * @param samples of the batch whose input or target has such a number, counted from 0
 */
public record Breakdown(Kind kind, String name, String call, float value, List<Integer> samples) {

  /** What the number is part of. */
  public enum Kind {
    /** What the caller gave. */
    INPUT,
    /** What the caller gave. */
    TARGET,
    /** An earlier step's update made it so, by a gradient or a step that was too large. */
    PARAMETER,
    /** What a layer made of finite numbers. */
    ACTIVATION,
    /** The loss of finite predictions. */
    LOSS,
    /** A gradient: the loss was finite. */
    GRADIENT
  }

  /** Copies the list. */
  public Breakdown {
    samples = List.copyOf(samples);
  }

  /** Samples that have such a number, in what the caller gave. */
  static Optional<Breakdown> of(Kind kind, float[] given, int n, int length) {
    var samples = new ArrayList<Integer>();
    float value = 0;
    for (int i = 0; i < n; i++) {
      int bad = first(given, i * length, length);
      if (bad >= 0) {
        value = samples.isEmpty() ? given[bad] : value;
        samples.add(i);
      }
    }
    return samples.isEmpty()
        ? Optional.empty()
        : Optional.of(new Breakdown(kind, "", "", value, samples));
  }

  /** The first parameter that has such a number. */
  static Optional<Breakdown> of(Model model, float[] values) {
    for (var parameter : model.parameters()) {
      int bad = first(values, parameter.offset(), parameter.shape().size());
      if (bad >= 0) {
        float value = values[bad];
        return Optional.of(new Breakdown(Kind.PARAMETER, parameter.name(), "", value, List.of()));
      }
    }
    return Optional.empty();
  }

  /** A call that made such a number. */
  static Breakdown of(Model model, Lowering lowering, NotFinite found) {
    var call = found.call();
    var slice = found.slice();
    var step = call.operation() + " " + call.step();
    if (slice.buffer().role() == Role.GRADIENT) {
      int at = slice.offset() + found.index();
      var name = model.parameters().stream().filter(p -> holds(p, at)).map(Parameter::name);
      return new Breakdown(
          Kind.GRADIENT, name.findFirst().orElse(""), step, found.value(), List.of());
    }
    boolean forward = lowering.plan().calls().indexOf(call) < lowering.forwardCalls();
    var kind = !forward ? Kind.GRADIENT : call.path().equals("loss") ? Kind.LOSS : Kind.ACTIVATION;
    return new Breakdown(kind, call.path(), step, found.value(), List.of());
  }

  private static boolean holds(Parameter parameter, int at) {
    return at >= parameter.offset() && at < parameter.offset() + parameter.shape().size();
  }

  private static int first(float[] values, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (!Float.isFinite(values[i])) {
        return i;
      }
    }
    return -1;
  }

  /**
   * {@return what to do about it}
   *
   * @param learningRate that of the step
   */
  public String remedy(float learningRate) {
    return switch (kind) {
      case INPUT, TARGET -> "Repair or remove these samples.";
      case PARAMETER, ACTIVATION, LOSS, GRADIENT ->
          "Use a smaller learning rate than %s, or clip gradients by their norm."
              .formatted(learningRate);
    };
  }

  /** Where it is, as the middle of a sentence. */
  @Override
  public String toString() {
    return switch (kind) {
      case INPUT -> "the input of %s holds %s".formatted(list(), value);
      case TARGET -> "the target of %s holds %s".formatted(list(), value);
      case PARAMETER ->
          "parameter '%s' holds %s since the update of an earlier step".formatted(name, value);
      case ACTIVATION -> "%s is the first to give %s (%s)".formatted(layer(), value, call);
      case LOSS -> "the loss of finite predictions is %s (%s)".formatted(value, call);
      case GRADIENT ->
          "the gradient of '%s' is the first to hold %s (%s)".formatted(name, value, call);
    };
  }

  private String layer() {
    return name.isEmpty() ? "the model" : "layer '%s'".formatted(name);
  }

  private String list() {
    return (samples.size() == 1 ? "sample " : "samples ")
        + samples.stream().limit(10).map(String::valueOf).collect(Collectors.joining(", "))
        + (samples.size() > 10 ? ", … (%d in all)".formatted(samples.size()) : "")
        + " of the batch, counted from 0,";
  }
}
