package org.tornadonn.layer;

import org.tornadonn.plan.Shape;

/**
 * A trainable value of a model.
 *
 * @param name as in PyTorch's {@code state_dict}: {@code conv.0.weight}
 * @param shape as PyTorch has it: {@code (out, in, …)} of a weight
 * @param offset the index of its first element in the model's flat array
 */
public record Parameter(String name, Shape shape, int offset) {}
