package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * The channels of some groups in turn: of each the first, then of each the second, and so on.
 *
 * @param groups how many, a divisor of the channels
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ChannelShuffle.html">PyTorch</a>
 */
public record ChannelShuffle(int groups) implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.channelShuffle(x, groups);
  }
}
