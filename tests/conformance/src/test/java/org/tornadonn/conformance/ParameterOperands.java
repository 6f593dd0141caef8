package org.tornadonn.conformance;

import java.util.List;
import java.util.function.Function;
import org.tornadonn.op.F;
import org.tornadonn.op.activation.ReLU;
import org.tornadonn.op.arithmetic.Add;
import org.tornadonn.op.convolution.Conv2d;
import org.tornadonn.op.convolution.ConvTranspose2d;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.linear.Linear;
import org.tornadonn.op.loss.MeanSquaredError;
import org.tornadonn.op.pooling.AdaptiveMaxPool2d;
import org.tornadonn.op.pooling.MaxPool2d;
import org.tornadonn.op.shape.Flatten;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/** A learned value where operations usually have an activation: it does not begin at index 0. */
final class ParameterOperands {

  private ParameterOperands() {}

  /** The weight of a Linear is a convolution's, flattened: a view of a parameter. */
  static GraphCase flattened() {
    var g = new ValuedGraph();
    g.parameter("before", Shape.of(3), Numbers.of(7, 3));
    var kernel = g.parameter("kernel", Shape.of(4, 2, 1, 3), Numbers.of(81, 24));
    var x = g.input("x", Shape.of(5, 6), Numbers.of(82, 30));
    var weight = g.apply("flatten", new Flatten(), kernel);
    return g.weighted(
        "weight is a view of a parameter", 83, g.apply("fc", new Linear(), x, weight));
  }

  /** Every operation on a parameter in place of its x. */
  static List<GraphCase> all() {
    var image = Shape.of(2, 3, 4, 4);
    return List.of(
        on(new ReLU(), image),
        on(new MaxPool2d(Window.square(2, 2, 0)), image),
        on(new Conv2d(Window.square(3, 1, 1)), image, Shape.of(2, 3, 3, 3)),
        on(new Conv2d(Window.square(3, 1, 1), 3), image, Shape.of(3, 1, 3, 3)),
        on(new ConvTranspose2d(Window.square(3, 1, 1)), image, Shape.of(3, 2, 3, 3)),
        on(new AdaptiveMaxPool2d(2, 2), image),
        on(new Linear(), Shape.of(3, 5), Shape.of(2, 5)),
        on(new Add(), image, image),
        squaredError());
  }

  /** Functions of the algebra, which take a parameter as any other value. */
  static List<GraphCase> functions() {
    var image = Shape.of(2, 3, 4, 4);
    return List.of(
        of("conv2d", x -> F.conv2d(x[0], x[1], null), image, Shape.of(2, 3, 3, 3)),
        of(
            "convTranspose2d",
            x -> F.convTranspose2d(x[0], x[1], null, 2, 0, 0, 1, 1),
            image,
            Shape.of(3, 2, 3, 3)),
        of("maxPool2d", x -> F.maxPool2d(x[0], 2), image),
        of("avgPool1d", x -> F.avgPool1d(x[0], 2, 2, 0, false, true), Shape.of(2, 3, 6)),
        of("adaptiveAvgPool2d", x -> F.adaptiveAvgPool2d(x[0], 2, 3), image),
        of("adaptiveMaxPool2d", x -> F.adaptiveMaxPool2d(x[0], 3, 2), image),
        of("linear", x -> F.linear(F.relu(x[0]), x[1]), Shape.of(3, 5), Shape.of(2, 5)),
        of("linear", x -> F.linear(x[0], x[1]), Shape.of(2, 3, 5), Shape.of(2, 5)));
  }

  private static GraphCase of(String name, Function<Value[], Value> function, Shape... shapes) {
    var g = new ValuedGraph();
    g.parameter("before", Shape.of(3), Numbers.of(7, 3));
    var operands = new Value[shapes.length];
    for (int i = 0; i < shapes.length; i++) {
      operands[i] = g.parameter("p" + i, shapes[i], Numbers.of(84 + i, shapes[i].size()));
    }
    return g.weighted(name + " of parameters " + shapes[0], 87, function.apply(operands));
  }

  private static GraphCase on(Operation operation, Shape... shapes) {
    var g = new ValuedGraph();
    g.parameter("before", Shape.of(3), Numbers.of(7, 3));
    var operands = new Value[shapes.length];
    for (int i = 0; i < shapes.length; i++) {
      operands[i] = g.parameter("p" + i, shapes[i], Numbers.of(84 + i, shapes[i].size()));
    }
    return g.weighted(operation.name() + " on parameters", 87, g.apply("op", operation, operands));
  }

  private static GraphCase squaredError() {
    var g = new ValuedGraph();
    g.parameter("before", Shape.of(3), Numbers.of(7, 3));
    var y = g.parameter("y", Shape.of(4, 2), Numbers.of(88, 8));
    var t = g.constant("t", Shape.of(4, 2), Numbers.of(89, 8));
    var loss = g.apply("mse", new MeanSquaredError(), y, t, g.control("fill", 4));
    return g.losing("mse_loss on a parameter", loss, loss);
  }
}
