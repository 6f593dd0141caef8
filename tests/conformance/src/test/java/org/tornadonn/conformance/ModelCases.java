package org.tornadonn.conformance;

import java.util.List;
import org.tornadonn.op.activation.ReLU;
import org.tornadonn.op.arithmetic.Add;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.loss.MeanSquaredError;
import org.tornadonn.op.pooling.MaxPool2d;
import org.tornadonn.op.shape.Flatten;
import org.tornadonn.plan.Shape;

/** Small models whose graphs are no chains, or whose parameters are not all trained. */
final class ModelCases {

  private static final Window SAME = Window.square(3, 1, 1);

  private ModelCases() {}

  static List<GraphCase> all() {
    return List.of(
        residualBlock().onEveryDevice(),
        sharedLinear().onEveryDevice(),
        frozen().onEveryDevice(),
        allFrozen(),
        manyUses(),
        worthTiling(),
        halvingOverTheEdge());
  }

  /** {@code relu(conv(relu(conv(x))) + x)}: x is used twice. */
  static GraphCase residualBlock() {
    var g = new ValuedGraph();
    var x = g.input("x", Shape.of(2, 3, 5, 7), Numbers.of(51, 210));
    var stem = g.conv2d("stem", x, 3, SAME);
    var a = g.apply("block.1", new ReLU(), g.conv2d("block.0", stem, 3, SAME));
    var b = g.conv2d("block.2", a, 3, SAME);
    var y = g.apply("block.relu", new ReLU(), g.apply("block.add", new Add(), b, stem));
    return g.weighted("residual block", 52, y);
  }

  /** One Linear before and after a ReLU: its gradients add up. */
  static GraphCase sharedLinear() {
    var g = new ValuedGraph();
    var x = g.input("x", Shape.of(5, 7), Numbers.of(53, 35));
    var once = g.apply("relu", new ReLU(), g.linear("fc", x, 7));
    var t = g.constant("t", Shape.of(5, 7), Numbers.of(54, 35));
    var y = g.linear("fc", once, 7);
    var loss = g.apply("loss", new MeanSquaredError(), y, t, g.control("fill", 4));
    return g.losing("Linear used twice", y, loss);
  }

  /** Fine-tuning: the convolution and one bias are frozen, and so get no gradient. */
  static GraphCase frozen() {
    var g = new ValuedGraph(name -> !name.startsWith("conv") && !name.equals("fc.0.bias"));
    var x = g.constant("x", Shape.of(3, 1, 6, 6), Numbers.of(55, 108));
    var v = g.apply("relu", new ReLU(), g.conv2d("conv", x, 5, SAME));
    v = g.apply("flatten", new Flatten(), v);
    v = g.apply("fc.1", new ReLU(), g.linear("fc.0", v, 9));
    return g.weighted("frozen convolution and bias", 56, g.linear("fc.2", v, 2));
  }

  /** Nothing is trained, but the gradient of the input is wanted. */
  static GraphCase allFrozen() {
    var g = new ValuedGraph(_ -> false);
    var x = g.input("x", Shape.of(3, 1, 6, 6), Numbers.of(57, 108));
    var v = g.apply("relu", new ReLU(), g.conv2d("conv", x, 5, SAME));
    v = g.apply("pool", new MaxPool2d(Window.square(2, 2, 0)), v);
    return g.weighted("everything frozen", 58, g.apply("flatten", new Flatten(), v));
  }

  /**
   * A pool of 2×2 whose last windows stand over the edge, between a convolution and a ReLU that run
   * as one with those that do not.
   */
  static GraphCase halvingOverTheEdge() {
    var g = new ValuedGraph();
    var x = g.input("x", Shape.of(2, 3, 37, 35), Numbers.of(161, 2 * 3 * 37 * 35));
    var v = g.conv2d("conv", x, 16, SAME);
    v = g.apply("pool", new MaxPool2d(Window.square(2, 2, 0), true), v);
    v = g.apply("relu", new ReLU(), v);
    return g.weighted("pool over the edge", 162, g.conv2d("last", v, 3, SAME));
  }

  /** One value with five users of different kinds, a view and the loss among them. */
  static GraphCase manyUses() {
    var g = new ValuedGraph();
    var x = g.input("x", Shape.of(2, 2, 4, 4), Numbers.of(59, 64));
    var v = g.conv2d("conv", x, 2, SAME);
    var relu = g.apply("relu", new ReLU(), v);
    var pooled = g.apply("pool", new MaxPool2d(Window.square(3, 1, 1)), v);
    var again = g.conv2d("again", v, 2, SAME);
    var flat = g.linear("fc", g.apply("flatten", new Flatten(), v), 3);
    var y = g.apply("add.1", new Add(), g.apply("add.0", new Add(), relu, pooled), again);
    return g.sum(
        "one value, five uses",
        v,
        g.weightedSum("loss.y", 60, y),
        g.weightedSum("loss.fc", 61, flat),
        g.weightedSum("loss.v", 62, v));
  }

  /**
   * Convolutions and linear layers with ReLU and pool, large enough for the kernels of GPUs; the
   * pool does not see the last row.
   */
  static GraphCase worthTiling() {
    var g = new ValuedGraph();
    var x = g.input("x", Shape.of(3, 16, 21, 18), Numbers.of(63, 3 * 16 * 21 * 18));
    var v = g.apply("conv.1", new ReLU(), g.conv2d("conv.0", x, 24, SAME));
    v = g.apply("conv.2", new MaxPool2d(Window.square(2, 2, 0)), v);
    v = g.apply("conv.4", new ReLU(), g.conv2d("conv.3", v, 24, SAME));
    v = g.linear("fc.0", g.apply("flatten", new Flatten(), v), 180);
    return g.weighted("worth tiling", 64, g.linear("fc.2", g.apply("fc.1", new ReLU(), v), 5));
  }
}
