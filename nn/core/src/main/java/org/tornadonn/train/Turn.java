package org.tornadonn.train;

import java.util.function.Predicate;
import java.util.stream.Stream;
import org.tornadonn.layer.Parameter;

/**
 * What one of several steps, which take turns with one model, makes small, and which parameters it
 * changes for that; see {@link Trainer#inTurn}.
 *
 * @param loss what is made small; outputs that it does not take are not computed
 * @param optimizer how gradients change parameters
 * @param trained which parameters are changed; the others get no gradient, but their layers are in
 *     train mode, and gradients pass through them
 * @param moved which running states are updated
 * @param options clipping, how many batches are added up to a step, groups of parameters, an
 *     average of the weights
 */
public record Turn(
    Loss loss,
    Optimizer optimizer,
    Predicate<Parameter> trained,
    Predicate<Parameter> moved,
    StepOptions options) {

  /**
   * A turn that trains the parameters of one layer. As in PyTorch, the running states of all layers
   * that are computed move.
   *
   * @param loss what is made small
   * @param optimizer how gradients change parameters
   * @param layer the name of a layer: {@code generator}
   */
  public Turn(Loss loss, Optimizer optimizer, String layer) {
    this(loss, optimizer, below(layer), state -> true, StepOptions.plain());
  }

  /**
   * {@return this turn with running states that stay as they are} The layers normalize by their
   * batch all the same. For one that an earlier or later turn computes again of the same inputs.
   *
   * @param layer the name of a layer: {@code generator}
   */
  public Turn keepStates(String layer) {
    return new Turn(loss, optimizer, trained, moved.and(below(layer).negate()), options);
  }

  /**
   * {@return this turn in steps that do more than forward, backward and update} An average of the
   * weights is one of what this turn trains: the model gets it together with what the other turns
   * train, or with their average.
   *
   * @param others clipping, groups of parameters and so on
   */
  public Turn with(StepOptions others) {
    return new Turn(loss, optimizer, trained, moved, others);
  }

  /** This turn; if others have an average of the weights, with one that is what it trains. */
  Turn beside(Turn... others) {
    boolean alone = Stream.of(others).allMatch(turn -> turn.options.average() == null);
    return alone || options.average() != null ? this : with(options.average(new Ema(0)));
  }

  private static Predicate<Parameter> below(String layer) {
    return parameter -> parameter.name().startsWith(layer + ".");
  }
}
