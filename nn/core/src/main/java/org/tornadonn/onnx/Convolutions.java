package org.tornadonn.onnx;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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
          entry("ConvTranspose", Rule.one(Convolutions::transposed)),
          entry("Col2Im", Rule.one(Convolutions::columns)));

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
    var bias = node.has(2) ? node.value(2) : null;
    return Functions.fraction(node, conv(node, 1, node.value(0), node.value(1), bias));
  }

  /**
   * Convolves.
   *
   * @param weight which input of the node has the sizes of w
   */
  static Value conv(Invocation node, int weight, Value x, Value w, @Nullable Value bias) {
    int[] sizes = inner(node, 0);
    var auto = node.text("auto_pad", "NOTSET");
    int groups = Math.toIntExact(node.integer("group", 1));
    var frame = Frame.of(node, sizes, inner(node, weight)).automatic(auto, sizes);
    return frame.axes() == 3
        ? deep(x, w, bias, frame, groups)
        : applied(new Conv2d(frame.window(), groups), x, w, bias);
  }

  /** A volume is a sum over the planes of the kernel, each a convolution of images. */
  private static Value deep(Value x, Value w, @Nullable Value bias, Frame frame, int groups) {
    var plane = new Conv2d(frame.part(1, 3).window(), groups);
    var padded = F.pad(x, new int[] {0, 0, 0, 0, frame.before()[0], frame.after()[0]}, 0);
    int depth = padded.shape().dim(2);
    int stride = frame.strides()[0];
    int count = Math.floorDiv(depth - frame.reach(0), stride) + 1;
    if (count < 1) {
      throw new Refusal(Reason.SHAPE, "takes fewer planes than its kernel has");
    }
    int n = x.shape().dim(0);
    int channels = x.shape().dim(1);
    int rows = x.shape().dim(3);
    int columns = x.shape().dim(4);
    Value sum = null;
    for (int k = 0; k < frame.kernel()[0]; k++) {
      int from = k * frame.dilations()[0];
      var planes = F.slice(padded, 2, from, from + (count - 1) * stride + 1, stride);
      var images = F.reshape(F.transpose(planes, 1, 2), n * count, channels, rows, columns);
      var part = applied(plane, images, F.select(w, 2, k), k == 0 ? bias : null);
      sum = sum == null ? part : F.add(sum, part);
    }
    var y = Objects.requireNonNull(sum);
    int[] to = y.shape().toArray();
    return F.transpose(F.reshape(y, n, count, to[1], to[2], to[3]), 1, 2);
  }

  /** Blocks put where they were cut from, those that overlap added. */
  private static Operand columns(Invocation node) {
    long[] image = node.integers(1);
    int[] block = Arrays.stream(node.integers(2)).mapToInt(Math::toIntExact).toArray();
    int[] sizes = Arrays.stream(image).mapToInt(Math::toIntExact).toArray();
    if (sizes.length != 2) {
      throw node.variant("makes images of %d axes".formatted(sizes.length));
    }
    var frame = Frame.of(node, sizes, block);
    int each = HostTensor.size(block);
    int n = node.in(0).dims()[0];
    int rows = node.in(0).dims()[1];
    int[] count = new int[2];
    int[] extra = new int[2];
    for (int i = 0; i < 2; i++) {
      int room = sizes[i] + frame.before()[i] + frame.after()[i] - frame.reach(i);
      count[i] = Math.floorDiv(room, frame.strides()[i]) + 1;
      extra[i] = Math.floorMod(room, frame.strides()[i]);
    }
    var x = F.reshape(node.value(0), n, rows, count[0], count[1]);
    var ones =
        node.fractions(
            node.in(0).type(),
            new int[] {rows, 1, block[0], block[1]},
            i -> i / each % each == i % each ? 1 : 0);
    var transposed = new ConvTranspose2d(frame.window(), extra[0], extra[1], rows / each);
    return Functions.fraction(node, x.tape().apply(transposed, x, node.value(ones)));
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
    var flat = axes < 3 ? frame : frame.part(1, 3);
    var turned =
        new ConvTranspose2d(
            flat.window(), axes == 1 ? 0 : extra[axes - 2], extra[axes - 1], groups);
    var bias = node.has(2) ? node.value(2) : null;
    var x = node.value(0);
    var w = node.value(1);
    return Functions.fraction(
        node, axes < 3 ? applied(turned, x, w, bias) : deep(turned, x, w, bias, frame, extra[0]));
  }

  /** Each plane of the kernel makes planes, which are put a stride apart, and added. */
  private static Value deep(
      ConvTranspose2d plane, Value x, Value w, @Nullable Value bias, Frame frame, int extra) {
    int[] dims = x.shape().toArray();
    int stride = frame.strides()[0];
    int apart = (dims[2] - 1) * stride + 1;
    var images = F.reshape(F.transpose(x, 1, 2), dims[0] * dims[2], dims[1], dims[3], dims[4]);
    Value sum = null;
    for (int k = 0; k < frame.kernel()[0]; k++) {
      var made = applied(plane, images, F.select(w, 2, k), null);
      int[] to = made.shape().toArray();
      var planes = F.reshape(made, dims[0], dims[2], 1, to[1], to[2] * to[3]);
      var spread = F.pad(planes, new int[] {0, 0, 0, 0, 0, stride - 1}, 0);
      var all = F.reshape(spread, dims[0], dims[2] * stride, to[1], to[2], to[3]);
      int from = k * frame.dilations()[0];
      int[] around = {0, 0, 0, 0, 0, 0, from, frame.reach(0) - 1 - from + extra};
      var part = F.pad(F.slice(all, 1, 0, apart, 1), around, 0);
      sum = sum == null ? part : F.add(sum, part);
    }
    var y = Objects.requireNonNull(sum);
    int until = y.shape().dim(1) - frame.after()[0];
    y = F.transpose(F.slice(y, 1, frame.before()[0], until, 1), 1, 2);
    return bias == null ? y : F.add(y, F.reshape(bias, bias.shape().size(), 1, 1, 1));
  }

  private static Value applied(Operation convolution, Value of, Value by, @Nullable Value bias) {
    var x = image(of);
    var w = image(by);
    var y =
        bias == null ? x.tape().apply(convolution, x, w) : x.tape().apply(convolution, x, w, bias);
    return of.shape().rank() == 3 ? sequence(y) : y;
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
