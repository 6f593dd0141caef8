package org.tornadonn.onnx;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.Map;
import org.tornadonn.onnx.tensor.HostTensor;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.op.F;
import org.tornadonn.op.convolution.Conv2d;
import org.tornadonn.op.convolution.ConvTranspose2d;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Value;

/** Convolutions of sequences and images. */
final class Convolutions {

  static final Map<String, Rule> RULES =
      Map.ofEntries(
          entry("Conv", Rule.one(Convolutions::conv)),
          entry("ConvTranspose", Rule.one(Convolutions::transposed)));

  private Convolutions() {}

  /** The axes behind samples and channels. */
  static int[] inner(Invocation node, int i) {
    int[] dims = node.in(i).dims();
    if (dims.length < 3) {
      throw new Refusal(Reason.SHAPE, "takes %d axes".formatted(dims.length));
    }
    return Arrays.copyOfRange(dims, 2, dims.length);
  }

  private static Operand conv(Invocation node) {
    int[] sizes = inner(node, 0);
    var auto = node.text("auto_pad", "NOTSET");
    int groups = Math.toIntExact(node.integer("group", 1));
    var frame = Frame.of(node, sizes, inner(node, 1)).automatic(auto, sizes);
    return result(node, new Conv2d(frame.window(), groups));
  }

  private static Operand transposed(Invocation node) {
    int[] sizes = inner(node, 0);
    var auto = node.text("auto_pad", "NOTSET");
    int groups = Math.toIntExact(node.integer("group", 1));
    var frame = Frame.of(node, sizes, inner(node, 1));
    int axes = frame.axes();
    int[] extra = new int[axes];
    long[] given = node.integers("output_padding", new long[axes]);
    Arrays.setAll(extra, i -> Math.toIntExact(given[i]));
    long[] wanted = node.integers("output_shape", new long[0]);
    if (wanted.length > 0 || auto.startsWith("SAME")) {
      int[] less = new int[axes];
      int[] more = new int[axes];
      for (int i = 0; i < axes; i++) {
        long out =
            wanted.length > 0
                ? wanted[wanted.length - axes + i]
                : (long) sizes[i] * frame.strides()[i];
        int total =
            Math.toIntExact((sizes[i] - 1L) * frame.strides()[i] + extra[i] + frame.reach(i) - out);
        extra[i] -= Math.min(0, total);
        total = Math.max(0, total);
        less[i] = total / 2;
        more[i] = total - less[i];
      }
      frame = auto.equals("SAME_UPPER") ? frame.padded(less, more) : frame.padded(more, less);
    } else if (auto.equals("VALID")) {
      frame = frame.padded(new int[axes], new int[axes]);
    }
    return result(
        node,
        new ConvTranspose2d(frame.window(), axes == 1 ? 0 : extra[0], extra[axes - 1], groups));
  }

  private static Operand result(Invocation node, Operation convolution) {
    var x = image(node.value(0));
    var w = image(node.value(1));
    var y =
        node.has(2)
            ? x.tape().apply(convolution, x, w, node.value(2))
            : x.tape().apply(convolution, x, w);
    return Functions.fraction(node, node.in(0).rank() == 3 ? sequence(y) : y);
  }

  /** A sequence as an image of one row. */
  static Value image(Value x) {
    var shape = x.shape();
    return shape.rank() == 3 ? F.reshape(x, shape.dim(0), shape.dim(1), 1, shape.dim(2)) : x;
  }

  /** An image of one row as a sequence. */
  static Value sequence(Value y) {
    var shape = y.shape();
    return F.reshape(y, shape.dim(0), shape.dim(1), HostTensor.size(shape.dim(2), shape.dim(3)));
  }
}
