package org.tornadonn.train;

import java.util.function.Predicate;
import org.tornadonn.layer.Parameter;

/**
 * Parameters that are changed in another way than the others: PyTorch's parameter groups. {@code
 * new ParameterGroup(p -> p.shape().rank() < 2, Optimizer.adam(1e-3f))} leaves biases and norms
 * without the weight decay that a trainer's AdamW has for the rest.
 *
 * <p>The learning rates of all groups rise and fall with that of the trainer: one that begins with
 * a tenth of it always has a tenth.
 *
 * @param members which parameters
 * @param optimizer how their gradients change them
 */
public record ParameterGroup(Predicate<Parameter> members, Optimizer optimizer) {

  /** Those that nobody has grouped. */
  static ParameterGroup rest(Optimizer optimizer) {
    return new ParameterGroup(parameter -> true, optimizer);
  }

  /** The learning rate where the trainer's has become another. */
  float rate(float trainers, Optimizer trainer) {
    float begun = trainer.learningRate();
    return optimizer.equals(trainer) || begun == 0
        ? trainers
        : (float) ((double) trainers * optimizer.learningRate() / begun);
  }
}
