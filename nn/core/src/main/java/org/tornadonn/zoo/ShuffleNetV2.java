package org.tornadonn.zoo;

import static org.tornadonn.layer.Layers.batchNorm2d;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.maxPool2d;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;
import static org.tornadonn.op.F.cat;
import static org.tornadonn.op.F.chunk;
import static org.tornadonn.op.F.mean;
import static org.tornadonn.op.F.reshape;
import static org.tornadonn.op.F.transpose;

import java.util.ArrayList;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Scope;
import org.tornadonn.layer.Sequential;
import org.tornadonn.plan.Value;

/**
 * Half of the channels go past each block, and all are shuffled behind it. Input {@code (n, 3, h,
 * w)}, from 32 pixels up; output {@code (n, classes)}.
 *
 * @param classes the number of outputs
 * @see <a href="https://arxiv.org/abs/1807.11164">Ma and others, ShuffleNet V2</a>
 */
public record ShuffleNetV2(int classes) implements Layer {

  private static final int[] DEPTHS = {4, 8, 4};
  private static final int[] CHANNELS = {116, 232, 464};

  /** {@return ShuffleNetV2 with the width 1.0} */
  public static ShuffleNetV2 shufflenetV2(int classes) {
    return new ShuffleNetV2(classes);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    int in = x.shape().dim(1);
    var y = scope.call("conv1", Convolution.of(in, 24, 3, 2, 1, batchNorm2d(24), relu()), x);
    y = scope.call("maxpool", maxPool2d(3, 2, 1), y);
    int channels = 24;
    for (int stage = 0; stage < DEPTHS.length; stage++) {
      var blocks = new ArrayList<Layer>();
      for (int i = 0; i < DEPTHS[stage]; i++) {
        blocks.add(i == 0 ? new Down(channels, CHANNELS[stage]) : new Keep(CHANNELS[stage]));
      }
      channels = CHANNELS[stage];
      y = scope.call("stage" + (stage + 2), sequential(blocks.toArray(Layer[]::new)), y);
    }
    y = scope.call("conv5", Convolution.of(464, 1024, 1, 1, 1, batchNorm2d(1024), relu()), y);
    return scope.call("fc", linear(1024, classes), mean(y, 2, 3));
  }

  /** A block past which half of the channels go. */
  private record Keep(int channels) implements Layer {

    @Override
    public Value forward(Scope scope, Value x) {
      var halves = chunk(x, 2, 1);
      var y = scope.call("branch2", branch(channels / 2, channels / 2, 1), halves.get(1));
      return shuffle(cat(1, halves.get(0), y));
    }
  }

  /** A block that halves the size. */
  private record Down(int in, int out) implements Layer {

    @Override
    public Value forward(Scope scope, Value x) {
      var direct =
          sequential(
              conv2d(in, in, 3).stride(2).padding(1).groups(in).bias(false),
              batchNorm2d(in),
              conv2d(in, out / 2, 1).bias(false),
              batchNorm2d(out / 2),
              relu());
      return shuffle(
          cat(
              1,
              scope.call("branch1", direct, x),
              scope.call("branch2", branch(in, out / 2, 2), x)));
    }
  }

  private static Sequential branch(int in, int out, int stride) {
    return sequential(
        conv2d(in, out, 1).bias(false),
        batchNorm2d(out),
        relu(),
        conv2d(out, out, 3).stride(stride).padding(1).groups(out).bias(false),
        batchNorm2d(out),
        conv2d(out, out, 1).bias(false),
        batchNorm2d(out),
        relu());
  }

  private static Value shuffle(Value x) {
    var shape = x.shape();
    int half = shape.dim(1) / 2;
    var pairs = reshape(x, shape.dim(0), 2, half, shape.dim(2), shape.dim(3));
    return reshape(transpose(pairs, 1, 2), shape);
  }
}
