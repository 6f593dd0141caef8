package org.tornadonn.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.tornadonn.layer.Parameter;

/**
 * What a training step does beside forward, backward and the optimizer.
 *
 * @param clipping what happens to gradients that are too large; default {@link Clipping#none}
 * @param microBatches how many batches, run one after the other, make one step; default 1
 * @param groups parameters with optimizers of their own; a parameter belongs to the first that it
 *     is a member of, else to the trainer's optimizer
 * @param average what predictions are made with, and what the model gets, in place of the
 *     parameters of the last step; null, the default, for none
 * @param hooks the paths of layers of which {@link Trainer#activations} and {@link
 *     Trainer#activationGradients} are kept; default none
 */
public record StepOptions(
    Clipping clipping,
    int microBatches,
    List<ParameterGroup> groups,
    @Nullable Ema average,
    List<String> hooks) {

  /** Checks that there is a batch. */
  public StepOptions {
    groups = List.copyOf(groups);
    hooks = List.copyOf(hooks);
    if (microBatches < 1) {
      throw new IllegalArgumentException(
          "A step needs at least 1 micro-batch, not " + microBatches + ".");
    }
  }

  /** {@return no clipping, one batch a step} */
  public static StepOptions plain() {
    return new StepOptions(Clipping.none(), 1, List.of(), null, List.of());
  }

  /**
   * {@return these options with another treatment of gradients that are too large}
   *
   * @param other what is done to them
   */
  public StepOptions clip(Clipping other) {
    return new StepOptions(other, microBatches, groups, average, hooks);
  }

  /**
   * {@return these options with several batches to a step: gradients are averaged over the samples
   * of all of them before the one update, so that a step is that of one large batch, in the memory
   * of a small one and of one more array of gradients} Each batch draws random masks of its own,
   * and batch norms normalise and count each by itself, as in PyTorch.
   *
   * @param batches how many, at least 1
   */
  public StepOptions accumulate(int batches) {
    return new StepOptions(clipping, batches, groups, average, hooks);
  }

  /**
   * {@return these options with one more group of parameters, for those that no earlier one has}
   *
   * @param members which parameters, by name or shape: {@code p -> p.name().startsWith("conv.")}
   * @param optimizer how their gradients change them
   */
  public StepOptions group(Predicate<Parameter> members, Optimizer optimizer) {
    var more = new ArrayList<>(groups);
    more.add(new ParameterGroup(members, optimizer));
    return new StepOptions(clipping, microBatches, more, average, hooks);
  }

  /**
   * {@return these options with an average of the weights} Training goes on with the parameters of
   * the last step; {@link Trainer#predict}, the model after a {@link Trainer#sync}, and with them
   * the validation and the best epoch of a {@link Fit} and what is saved, have the average. {@link
   * Trainer#state} holds both.
   *
   * @param ema how slowly the average follows
   */
  public StepOptions average(Ema ema) {
    return new StepOptions(clipping, microBatches, groups, ema, hooks);
  }

  /**
   * {@return these options with layers of which the outputs, and the gradients of the loss with
   * respect to them, can be had after each batch} PyTorch has {@code register_forward_hook}, {@code
   * register_full_backward_hook} and {@code retain_grad} for that.
   *
   * @param layers their paths, as the names of parameters begin: {@code layer2.0.conv1}
   */
  public StepOptions hook(String... layers) {
    return new StepOptions(clipping, microBatches, groups, average, List.of(layers));
  }
}
