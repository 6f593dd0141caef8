package org.tornadonn.onnx;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.HostTensor;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.onnx.tensor.Strides;
import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * Numbers of eight or sixteen bits that stand for fractions: {@code (q − zero) · scale}. Their
 * products are summed in float32, exactly up to 2²⁴, and rounded beyond.
 */
final class Quantization {

  static final Map<String, Rule> RULES =
      Map.ofEntries(
          entry("QuantizeLinear", Rule.one(Quantization::quantize)),
          entry("DequantizeLinear", Rule.one(Quantization::dequantize)),
          entry("DynamicQuantizeLinear", Quantization::dynamic),
          entry("MatMulInteger", Rule.one(Quantization::matmul)),
          entry("ConvInteger", Rule.one(Quantization::conv)),
          entry("QLinearMatMul", Rule.one(Quantization::scaledMatmul)),
          entry("QLinearConv", Rule.one(Quantization::scaledConv)));

  private static final int BYTE = 255;

  private Quantization() {}

  private static void requirePlain(Invocation node) {
    if (node.integer("block_size", 0) != 0) {
      throw node.variant("has a scale for each block");
    }
  }

  /** Sizes by which the numbers of an axis meet those of a tensor. */
  private static int[] along(Invocation node, int axis, int rank, int i) {
    int count = node.in(i).size();
    if (node.in(i).rank() > 1) {
      throw node.variant("has scales %s".formatted(Arrays.toString(node.in(i).dims())));
    }
    int[] dims = new int[rank];
    Arrays.fill(dims, 1);
    if (count > 1) {
      dims[node.axis(axis, rank)] = count;
    }
    return dims;
  }

  private static Operand quantize(Invocation node) {
    requirePlain(node);
    node.ignore("saturate", "precision");
    int axis = (int) node.integer("axis", 1);
    int named = (int) node.integer("output_dtype", 0);
    var type =
        node.has(2) ? node.in(2).type() : (named == 0 ? ElementType.UINT8 : ElementType.of(named));
    int rank = node.in(0).rank();
    var scale = node.value(Sizes.as(node, node.in(1), along(node, axis, rank, 1)));
    var scaled = F.div(node.value(0), scale);
    return node.has(2)
        ? rounded(scaled, node.value(Sizes.as(node, node.in(2), along(node, axis, rank, 2))), type)
        : rounded(scaled, node.scalar(0), type);
  }

  /** Halves go to the even number; what is beyond the type becomes its end. */
  private static Computed rounded(Value scaled, Value zero, ElementType type) {
    if (type.isFloating() || type.high() - type.low() > 1 << 16) {
      throw new Refusal(Reason.TYPE, "makes numbers of type %s".formatted(type));
    }
    var value = F.clamp(F.add(F.round(scaled), zero), (float) type.low(), (float) type.high());
    return new Computed(value, type, type.low(), type.high());
  }

  private static Operand dequantize(Invocation node) {
    requirePlain(node);
    int axis = (int) node.integer("axis", 1);
    var x = node.in(0);
    var type = node.in(1).type();
    int[] sizes = along(node, axis, x.rank(), 1);
    if (x instanceof Known(HostTensor q)) {
      var scale = node.known(1).as(sizes);
      var zero = node.has(2) ? node.known(2).as(along(node, axis, x.rank(), 2)) : null;
      int[] dims = q.dims();
      return node.fractions(
          type,
          dims,
          i -> {
            long from = zero == null ? 0 : zero.integer(Strides.source(i, dims, zero.dims()));
            return (q.integer(i) - from) * scale.number(Strides.source(i, dims, scale.dims()));
          });
    }
    Bounds.requireExact(x.type(), node.bounds(0));
    var centred =
        node.has(2)
            ? F.sub(
                node.value(0),
                node.value(Sizes.as(node, node.in(2), along(node, axis, x.rank(), 2))))
            : node.value(0);
    return new Computed(F.mul(centred, node.value(Sizes.as(node, node.in(1), sizes))), type);
  }

  /** Finds the scale from the numbers: all of them, whichever sample they are of. */
  private static List<Operand> dynamic(Invocation node) {
    var x = node.value(0);
    int[] axes = IntStream.range(0, x.shape().rank()).toArray();
    Arrays.stream(node.in(0).dims()).forEach(node::joins);
    var high = F.maximum(F.amax(x, axes), 0);
    var low = F.minimum(F.amin(x, axes), 0);
    var width = F.div(F.sub(high, low), BYTE);
    var scale = F.where(F.eq(width, 0), 1, width);
    var zero = F.clamp(F.round(F.neg(F.div(low, scale))), 0, BYTE);
    var type = ElementType.UINT8;
    return List.of(
        rounded(F.div(x, scale), zero, type),
        Functions.fraction(node, scale),
        new Computed(zero, type, 0, BYTE));
  }

  /** Numbers less their zero, which may be one for each row or column. */
  private static Value centred(Invocation node, int i, int zero, boolean rows) {
    var x = node.value(i);
    if (!node.has(zero)) {
      return x;
    }
    var from = node.in(zero);
    if (rows && from.size() > 1 && from.rank() == 1) {
      return F.sub(x, node.value(Sizes.as(node, from, from.size(), 1)));
    }
    return F.sub(x, from.size() == 1 ? node.value(Sizes.as(node, from)) : node.value(from));
  }

  private static Operand matmul(Invocation node) {
    node.joins(node.in(0).dims()[node.in(0).rank() - 1]);
    var y = F.matmul(centred(node, 0, 2, true), centred(node, 1, 3, false));
    return new Computed(y, ElementType.INT32);
  }

  private static Operand conv(Invocation node) {
    var w = node.in(1);
    var weight =
        node.has(3) && node.in(3).size() > 1
            ? F.sub(
                node.value(1), node.value(Sizes.as(node, node.in(3), along(node, 0, w.rank(), 3))))
            : centred(node, 1, 3, false);
    var y = Convolutions.conv(node, 1, centred(node, 0, 2, false), weight, null);
    return new Computed(y, ElementType.INT32);
  }

  private static Operand scaledMatmul(Invocation node) {
    node.joins(node.in(0).dims()[node.in(0).rank() - 1]);
    var sums = F.matmul(centred(node, 0, 2, true), centred(node, 3, 5, false));
    var left = node.value(1);
    if (node.in(1).rank() == 1 && node.in(1).size() > 1) {
      left = F.reshape(left, node.in(1).size(), 1);
    }
    var scale = F.div(F.mul(left, node.value(4)), node.value(6));
    return rounded(F.mul(sums, scale), node.value(7), node.in(7).type());
  }

  private static Operand scaledConv(Invocation node) {
    var w = node.in(3);
    var weight =
        F.sub(node.value(3), node.value(Sizes.as(node, node.in(5), along(node, 0, w.rank(), 5))));
    var bias = node.has(8) ? node.value(8) : null;
    var sums = Convolutions.conv(node, 3, centred(node, 0, 2, false), weight, bias);
    var weights = node.value(Sizes.as(node, node.in(4), along(node, 1, w.rank(), 4)));
    var scale = F.div(F.mul(node.value(1), weights), node.value(6));
    return rounded(F.mul(sums, scale), node.value(7), node.in(7).type());
  }
}
