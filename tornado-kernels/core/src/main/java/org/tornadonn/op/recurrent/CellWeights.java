package org.tornadonn.op.recurrent;

import org.jspecify.annotations.Nullable;
import org.tornadonn.plan.Value;

/**
 * The weights of a {@link Cell}.
 *
 * @param input {@code (gates · hidden, input)}, PyTorch's {@code weight_ih}
 * @param hidden {@code (gates · hidden, hidden)}, PyTorch's {@code weight_hh}
 * @param inputBias {@code (gates · hidden)}, PyTorch's {@code bias_ih}, or null for none
 * @param hiddenBias {@code (gates · hidden)}, PyTorch's {@code bias_hh}, or null for none
 */
public record CellWeights(
    Value input, Value hidden, @Nullable Value inputBias, @Nullable Value hiddenBias) {}
