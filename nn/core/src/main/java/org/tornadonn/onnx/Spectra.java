package org.tornadonn.onnx;

import static java.util.Map.entry;

import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.HostTensor;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/** Fourier transforms, as products with matrices of sines and cosines, and windows for them. */
final class Spectra {

  static final Map<String, Rule> RULES =
      Map.ofEntries(
          entry("DFT", Rule.one(Spectra::transform)),
          entry("STFT", Rule.one(Spectra::shortTime)),
          entry("HannWindow", Rule.one(n -> window(n, 0.5, 0.5, 0))),
          entry("HammingWindow", Rule.one(n -> window(n, 25 / 46.0, 21 / 46.0, 0))),
          entry("BlackmanWindow", Rule.one(n -> window(n, 0.42, 0.5, 0.08))));

  /** Since then, the axis is an input. */
  private static final long AXIS_BY_INPUT = 20;

  private Spectra() {}

  /** a − b·cos(2πi/n) + c·cos(4πi/n) */
  private static Operand window(Invocation node, double a, double b, double c) {
    var type = ElementType.of((int) node.integer("output_datatype", 1));
    int size = Math.toIntExact(node.integers(0)[0]);
    double n = node.integer("periodic", 1) != 0 ? size : size - 1.0;
    return node.fractions(
        type,
        new int[] {size},
        i -> a - b * Math.cos(2 * Math.PI * i / n) + c * Math.cos(4 * Math.PI * i / n));
  }

  private static Operand transform(Invocation node) {
    int rank = node.in(0).rank();
    boolean byInput = node.opset() >= AXIS_BY_INPUT;
    long given = byInput ? (node.has(2) ? node.integers(2)[0] : -2) : node.integer("axis", 1);
    int axis = node.axis(given, rank);
    boolean inverse = node.flag("inverse");
    boolean half = node.flag("onesided");
    if (inverse && half) {
      throw node.variant("goes back from half of a spectrum");
    }
    var x = F.movedim(node.value(0), axis, rank - 2);
    int size = x.shape().dim(rank - 2);
    int length = node.has(1) ? Math.toIntExact(node.integers(1)[0]) : size;
    if (length < 1 || x.shape().dim(rank - 1) > 2) {
      throw new Refusal(Reason.SHAPE, "transforms %s to %d numbers".formatted(x.shape(), length));
    }
    node.joins(size);
    x = length < size ? F.narrow(x, rank - 2, 0, length) : x;
    x = length > size ? F.pad(x, 0, 0, 0, length - size) : x;
    var real = F.select(x, rank - 1, 0);
    var imaginary = x.shape().dim(rank - 1) == 2 ? F.select(x, rank - 1, 1) : null;
    var y = spectrum(node, real, imaginary, inverse, half);
    return Functions.fraction(node, F.movedim(y, rank - 2, axis));
  }

  /** The transform along the last axis, with an axis of two behind it. */
  private static Value spectrum(
      Invocation node, Value real, @Nullable Value imaginary, boolean inverse, boolean half) {
    int n = real.shape().dim(real.shape().rank() - 1);
    int count = half ? n / 2 + 1 : n;
    double scale = inverse ? 1.0 / n : 1;
    var cos = matrix(node, n, count, turn -> scale * Math.cos(2 * Math.PI * turn / n));
    var sin =
        matrix(
            node, n, count, turn -> (inverse ? -scale : scale) * Math.sin(2 * Math.PI * turn / n));
    var a = product(real, cos);
    var b = F.neg(product(real, sin));
    if (imaginary != null) {
      a = F.add(a, product(imaginary, sin));
      b = F.add(b, product(imaginary, cos));
    }
    return F.stack(a.shape().rank(), a, b);
  }

  private static Value product(Value x, Value matrix) {
    return x.shape().rank() == 1
        ? F.squeeze(F.matmul(F.unsqueeze(x, 0), matrix), 0)
        : F.matmul(x, matrix);
  }

  private static Value matrix(Invocation node, int n, int count, IntToDoubleFunction turn) {
    return node.value(
        node.fractions(
            ElementType.FLOAT,
            new int[] {n, count},
            i -> turn.applyAsDouble((int) ((long) (i / count) * (i % count) % n))));
  }

  private static Operand shortTime(Invocation node) {
    boolean half = node.integer("onesided", 1) != 0;
    var x = node.value(0);
    int step = Math.toIntExact(node.integers(1)[0]);
    int length =
        node.has(3) ? Math.toIntExact(node.integers(3)[0]) : HostTensor.size(node.in(2).dims());
    int size = x.shape().dim(1);
    if (step < 1 || length < 1 || length > size) {
      throw new Refusal(
          Reason.SHAPE, "takes %d of %d numbers in steps of %d".formatted(length, size, step));
    }
    if (x.shape().rank() == 3 && x.shape().dim(2) != 1) {
      throw node.variant("takes complex numbers");
    }
    int frames = (size - length) / step + 1;
    int[] places = new int[Math.multiplyExact(frames, length)];
    for (int i = 0; i < places.length; i++) {
      places[i] = i / length * step + i % length;
    }
    var signal = F.reshape(x, x.shape().dim(0), size);
    var cut = F.reshape(F.indexSelect(signal, 1, places), x.shape().dim(0), frames, length);
    var framed = node.has(2) ? F.mul(cut, node.value(2)) : cut;
    return Functions.fraction(node, spectrum(node, framed, null, false, half));
  }
}
