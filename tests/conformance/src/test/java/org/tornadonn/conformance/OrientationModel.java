package org.tornadonn.conformance;

import org.tornadonn.op.activation.ReLU;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.loss.MeanSquaredError;
import org.tornadonn.op.pooling.MaxPool2d;
import org.tornadonn.op.shape.Flatten;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * The OrientationModel: five times Conv2d 3×3 → ReLU → MaxPool2d 2×2, then two Linear. Weights and
 * pictures are {@link Numbers}, as in {@code fixtures.py}.
 *
 * @param c the graph with its numbers; the result is the prediction
 */
record OrientationModel(GraphCase c, Value x, Value t, Value fill) {

  private static final int[] CHANNELS = {32, 64, 128, 128, 128};

  /** The model for pictures of some size, on a full batch. */
  static OrientationModel of(int pixels, int batch) {
    var g = new ValuedGraph();
    var pictures = Numbers.of(1, batch * pixels * pixels);
    for (int i = 0; i < pictures.length; i++) {
      pictures[i] = (pictures[i] + 1) * 0.5f;
    }
    var x = g.constant("x", Shape.of(batch, 1, pixels, pixels), pictures);
    var v = x;
    for (int block = 0; block < CHANNELS.length; block++) {
      int layer = 3 * block;
      v = g.conv2d("conv." + layer, v, CHANNELS[block], Window.square(3, 1, 1));
      v = g.apply("conv." + (layer + 1), new ReLU(), v);
      v = g.apply("conv." + (layer + 2), new MaxPool2d(Window.square(2, 2, 0)), v);
    }
    v = g.linear("fc.0", g.apply("flatten", new Flatten(), v), 64);
    v = g.linear("fc.2", g.apply("fc.1", new ReLU(), v), 2);
    var t = g.constant("t", Shape.of(batch, 2), Numbers.of(2, 2 * batch));
    var fill = g.control("fill", batch);
    var loss = g.apply("loss", new MeanSquaredError(), v, t, fill);
    return new OrientationModel(g.losing("OrientationModel", v, loss), x, t, fill);
  }

  Lowering training() {
    return Lowering.gradients(c.graph(), c.loss(), c.result());
  }

  Lowering inference() {
    return Lowering.inference(c.graph(), c.result());
  }
}
