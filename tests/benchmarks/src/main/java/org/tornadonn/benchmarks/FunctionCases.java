package org.tornadonn.benchmarks;

import static org.tornadonn.benchmarks.Operand.index;
import static org.tornadonn.benchmarks.Operand.normal;
import static org.tornadonn.benchmarks.Operand.positive;
import static org.tornadonn.benchmarks.Operand.unit;
import static org.tornadonn.benchmarks.Operand.weight;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.tornadonn.op.F;
import org.tornadonn.op.activation.GELU;
import org.tornadonn.op.recurrent.Cell;
import org.tornadonn.op.resize.Interpolation;
import org.tornadonn.op.shape.Padding;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/** The functions that {@link FunctionBench} measures, at sizes that networks have. */
final class FunctionCases {

  private final List<FunctionCase> cases = new ArrayList<>();

  private FunctionCases() {}

  static List<FunctionCase> all() {
    var all = new FunctionCases();
    all.ofOneNumber();
    all.ofTwoNumbers();
    all.alongAxes();
    all.ofShapes();
    all.ofPositions();
    all.products();
    all.convolutions();
    all.normalizations();
    all.sequences();
    all.cases.addAll(ComposedCases.all());
    all.cases.addAll(DistanceCases.all());
    all.cases.addAll(VolumeCases.all());
    all.cases.addAll(SequenceCases.all());
    return List.copyOf(all.cases);
  }

  private void add(
      String name, Function<List<Value>, Value> ours, String theirs, Operand... operands) {
    cases.add(new FunctionCase(name, List.of(operands), ours, theirs, true));
  }

  /** Without a gradient. */
  private void flat(
      String name, Function<List<Value>, Value> ours, String theirs, Operand... operands) {
    cases.add(new FunctionCase(name, List.of(operands), ours, theirs, false));
  }

  private void unary(String theirs, UnaryOperator<Value> ours, Operand x) {
    add(name(theirs), v -> ours.apply(v.getFirst()), theirs + "(a)", x);
  }

  private void flatUnary(String theirs, UnaryOperator<Value> ours, Operand x) {
    flat(name(theirs), v -> ours.apply(v.getFirst()), theirs + "(a)", x);
  }

  private void binary(String theirs, BinaryOperator<Value> ours, Operand a, Operand b) {
    add(name(theirs), v -> ours.apply(v.get(0), v.get(1)), theirs + "(a, b)", a, b);
  }

  private void flatBinary(String theirs, BinaryOperator<Value> ours, Operand a, Operand b) {
    flat(name(theirs), v -> ours.apply(v.get(0), v.get(1)), theirs + "(a, b)", a, b);
  }

  private static String name(String theirs) {
    return theirs.substring(theirs.lastIndexOf('.') + 1);
  }

  private void ofOneNumber() {
    var x = normal(1024, 1024);
    unary("torch.neg", F::neg, x);
    unary("torch.abs", F::abs, x);
    flatUnary("torch.sign", F::sign, x);
    unary("torch.exp", F::exp, x);
    unary("torch.exp2", F::exp2, x);
    unary("torch.expm1", F::expm1, x);
    unary("torch.log", F::log, positive(1024, 1024));
    unary("torch.log1p", F::log1p, positive(1024, 1024));
    unary("torch.sqrt", F::sqrt, positive(1024, 1024));
    unary("torch.rsqrt", F::rsqrt, positive(1024, 1024));
    unary("torch.reciprocal", F::reciprocal, positive(1024, 1024));
    unary("torch.erf", F::erf, x);
    unary("torch.erfc", F::erfc, x);
    unary("torch.sin", F::sin, x);
    unary("torch.cos", F::cos, x);
    unary("torch.tan", F::tan, unit(1024, 1024));
    unary("torch.asin", F::asin, unit(1024, 1024));
    unary("torch.acos", F::acos, unit(1024, 1024));
    unary("torch.atan", F::atan, x);
    unary("torch.sinh", F::sinh, x);
    unary("torch.cosh", F::cosh, x);
    unary("torch.asinh", F::asinh, x);
    add("acosh", v -> F.acosh(F.add(v.getFirst(), 1)), "torch.acosh(a + 1)", positive(1024, 1024));
    unary("torch.atanh", F::atanh, unit(1024, 1024));
    flatUnary("torch.floor", F::floor, x);
    flatUnary("torch.ceil", F::ceil, x);
    flatUnary("torch.round", F::round, x);
    flatUnary("torch.isnan", F::isnan, x);
    add("clamp", v -> F.clamp(v.getFirst(), -1, 1), "torch.clamp(a, -1, 1)", x);
    unary("torch.square", F::square, x);
    flatUnary("torch.logical_not", F::logicalNot, x);
    unary("torch.sigmoid", F::sigmoid, x);
    unary("torch.tanh", F::tanh, x);
    unary("F.relu", F::relu, x);
    unary("F.silu", F::silu, x);
    unary("F.mish", F::mish, x);
    unary("F.relu6", F::relu6, x);
    unary("F.hardtanh", F::hardtanh, x);
    unary("F.hardsigmoid", F::hardsigmoid, x);
    unary("F.hardswish", F::hardswish, x);
    unary("F.elu", F::elu, x);
    unary("F.selu", F::selu, x);
    unary("F.celu", F::celu, x);
    unary("F.softplus", F::softplus, x);
    unary("F.softsign", F::softsign, x);
    unary("F.logsigmoid", F::logsigmoid, x);
    add("threshold", v -> F.threshold(v.getFirst(), 0.1f, 2), "F.threshold(a, 0.1, 2)", x);
    unary("F.hardshrink", F::hardshrink, x);
    unary("F.softshrink", F::softshrink, x);
    unary("F.tanhshrink", F::tanhshrink, x);
    unary("F.leaky_relu", F::leakyRelu, x);
    add(
        "prelu",
        v -> F.prelu(v.get(0), v.get(1)),
        "F.prelu(a, b)",
        normal(8, 64, 56, 56),
        weight(64));
    unary("F.gelu", F::gelu, x);
    add(
        "gelu tanh",
        v -> F.gelu(v.getFirst(), GELU.Approximate.TANH),
        "F.gelu(a, approximate='tanh')",
        x);
  }

  private void ofTwoNumbers() {
    var x = normal(1024, 1024);
    var p = positive(1024, 1024);
    binary("torch.add", F::add, x, x);
    binary("torch.sub", F::sub, x, x);
    binary("torch.mul", F::mul, x, x);
    binary("torch.div", F::div, x, p);
    binary("torch.pow", F::pow, p, x);
    binary("torch.maximum", F::maximum, x, x);
    binary("torch.minimum", F::minimum, x, x);
    binary("torch.atan2", F::atan2, x, x);
    binary("torch.hypot", F::hypot, x, x);
    binary("torch.copysign", F::copysign, x, x);
    flatBinary("torch.remainder", F::remainder, x, p);
    flatBinary("torch.eq", F::eq, x, x);
    flatBinary("torch.ne", F::ne, x, x);
    flatBinary("torch.gt", F::gt, x, x);
    flatBinary("torch.ge", F::ge, x, x);
    flatBinary("torch.lt", F::lt, x, x);
    flatBinary("torch.le", F::le, x, x);
    flatBinary("torch.logical_and", F::logicalAnd, x, x);
    flatBinary("torch.logical_or", F::logicalOr, x, x);
    flatBinary("torch.logical_xor", F::logicalXor, x, x);
    add("pow 3", v -> F.pow(v.getFirst(), 3), "a ** 3", x);
    add("add a number", v -> F.add(v.getFirst(), 3), "a + 3", x);
    add("add a row", v -> F.add(v.get(0), v.get(1)), "a + b", x, normal(1024));
    add("mul a column", v -> F.mul(v.get(0), v.get(1)), "a * b", x, normal(1024, 1));
    add(
        "mul channels",
        v -> F.mul(v.get(0), v.get(1)),
        "a * b",
        normal(8, 64, 56, 56),
        normal(8, 64, 1, 1));
    add(
        "where",
        v -> F.where(v.get(0), v.get(1), v.get(2)),
        "torch.where(a.bool(), b, c)",
        index(2, 1024, 1024),
        x,
        x);
  }

  private void alongAxes() {
    for (int axis = 0; axis < 3; axis++) {
      int at = axis;
      var x = normal(64, 128, 128);
      add("sum " + at, v -> F.sum(v.getFirst(), at), "a.sum(%d)".formatted(at), x);
      add("mean " + at, v -> F.mean(v.getFirst(), at), "a.mean(%d)".formatted(at), x);
      add("amax " + at, v -> F.amax(v.getFirst(), at), "a.amax(%d)".formatted(at), x);
      add("max " + at, v -> F.max(v.getFirst(), at, false), "a.max(%d).values".formatted(at), x);
      flat("argmax " + at, v -> F.argmax(v.getFirst(), at, false), "a.argmax(%d)".formatted(at), x);
      add("var " + at, v -> F.var(v.getFirst(), at), "a.var(%d)".formatted(at), x);
      add(
          "norm " + at,
          v -> F.norm(v.getFirst(), 2, false, at),
          "torch.linalg.vector_norm(a, 2, %d)".formatted(at),
          x);
      add(
          "prod " + at,
          v -> F.prod(v.getFirst(), at, false),
          "a.prod(%d)".formatted(at),
          positive(64, 128, 128));
      add("cumsum " + at, v -> F.cumsum(v.getFirst(), at), "a.cumsum(%d)".formatted(at), x);
      add("softmax " + at, v -> F.softmax(v.getFirst(), at), "a.softmax(%d)".formatted(at), x);
      add(
          "log_softmax " + at,
          v -> F.logSoftmax(v.getFirst(), at),
          "a.log_softmax(%d)".formatted(at),
          x);
      add(
          "logsumexp " + at,
          v -> F.logsumexp(v.getFirst(), at),
          "a.logsumexp(%d)".formatted(at),
          x);
    }
    var x = normal(64, 128, 768);
    add("sum all", v -> F.sum(v.getFirst()), "a.sum()", x);
    add("mean all", v -> F.mean(v.getFirst()), "a.mean()", x);
    add("mean 2 3", v -> F.mean(v.getFirst(), 2, 3), "a.mean((2, 3))", normal(8, 64, 56, 56));
    add("prod all", v -> F.prod(v.getFirst()), "a.prod()", positive(1024));
    add("softmax wide", v -> F.softmax(v.getFirst(), -1), "a.softmax(-1)", x);
    add("log_softmax wide", v -> F.logSoftmax(v.getFirst(), -1), "a.log_softmax(-1)", x);
    add("softmin", v -> F.softmin(v.getFirst(), -1), "F.softmin(a, -1)", normal(1024, 1024));
    flat("any", v -> F.any(v.getFirst(), false, 1), "a.bool().any(1)", normal(1024, 1024));
    flat(
        "count_nonzero",
        v -> F.countNonzero(v.getFirst(), 1),
        "torch.count_nonzero(a, 1)",
        normal(1024, 1024));
    flat(
        "sort",
        v -> F.sort(v.getFirst(), -1, false).values(),
        "a.sort(-1).values",
        normal(64, 512));
    flat(
        "sort 2048",
        v -> F.sort(v.getFirst(), -1, false).values(),
        "a.sort(-1).values",
        normal(8, 2048));
    flat(
        "topk",
        v -> F.topk(v.getFirst(), 5, -1, true).values(),
        "a.topk(5).values",
        normal(64, 1000));
  }

  private void ofShapes() {
    var x = normal(64, 128, 128);
    var picture = normal(8, 64, 56, 56);
    add("permute 021", v -> F.permute(v.getFirst(), 0, 2, 1), "a.permute(0, 2, 1).contiguous()", x);
    add("permute 102", v -> F.permute(v.getFirst(), 1, 0, 2), "a.permute(1, 0, 2).contiguous()", x);
    add("permute 210", v -> F.permute(v.getFirst(), 2, 1, 0), "a.permute(2, 1, 0).contiguous()", x);
    add(
        "permute heads",
        v -> F.permute(v.getFirst(), 0, 2, 1, 3),
        "a.permute(0, 2, 1, 3).contiguous()",
        normal(8, 256, 8, 64));
    add(
        "permute NHWC",
        v -> F.permute(v.getFirst(), 0, 2, 3, 1),
        "a.permute(0, 2, 3, 1).contiguous()",
        picture);
    add("slice 0", v -> F.slice(v.getFirst(), 0, 7, 60), "a[7:60].clone()", x);
    add("slice 2", v -> F.slice(v.getFirst(), 2, 7, 100), "a[:, :, 7:100].contiguous()", x);
    add("slice step", v -> F.slice(v.getFirst(), 2, 0, 128, 2), "a[:, :, ::2].contiguous()", x);
    add("select", v -> F.select(v.getFirst(), 1, 5), "a[:, 5].contiguous()", x);
    add("cat 0", v -> F.cat(0, v.get(0), v.get(1)), "torch.cat([a, b], 0)", x, x);
    add("cat 1", v -> F.cat(1, v.get(0), v.get(1)), "torch.cat([a, b], 1)", picture, picture);
    add("cat 2", v -> F.cat(2, v.get(0), v.get(1)), "torch.cat([a, b], 2)", x, x);
    add("stack", v -> F.stack(1, v.get(0), v.get(1)), "torch.stack([a, b], 1)", x, x);
    add("pad 0", v -> F.pad(v.getFirst(), 1, 1, 1, 1), "F.pad(a, (1, 1, 1, 1))", picture);
    for (var mode : Padding.values()) {
      var name = mode.name().toLowerCase(Locale.ROOT);
      add(
          "pad " + name,
          v -> F.pad(v.getFirst(), new int[] {3, 3, 3, 3}, mode),
          "F.pad(a, (3, 3, 3, 3), mode='%s')".formatted(name),
          picture);
    }
    add(
        "expand",
        v -> F.expand(v.getFirst(), Shape.of(64, 128, 128)),
        "a.expand(64, 128, 128).contiguous()",
        normal(64, 1, 128));
    add("flip", v -> F.flip(v.getFirst(), 2), "a.flip(2)", x);
    add("roll", v -> F.roll(v.getFirst(), 3, 2), "a.roll(3, 2)", x);
    add("tile", v -> F.tile(v.getFirst(), 1, 2, 1), "a.tile(1, 2, 1)", x);
    add(
        "repeat_interleave",
        v -> F.repeatInterleave(v.getFirst(), 2, 2),
        "a.repeat_interleave(2, 2)",
        x);
    add("tril", v -> F.tril(v.getFirst(), 0), "a.tril()", x);
    add("diagonal", v -> F.diagonal(v.getFirst(), 0), "torch.diagonal(a, 0, 1, 2).contiguous()", x);
    add("pixel_shuffle", v -> F.pixelShuffle(v.getFirst(), 2), "F.pixel_shuffle(a, 2)", picture);
    add(
        "pixel_unshuffle",
        v -> F.pixelUnshuffle(v.getFirst(), 2),
        "F.pixel_unshuffle(a, 2)",
        picture);
    add(
        "channel_shuffle",
        v -> F.channelShuffle(v.getFirst(), 4),
        "F.channel_shuffle(a, 4)",
        picture);
    for (var mode : Interpolation.values()) {
      var theirs =
          switch (mode) {
            case NEAREST -> "F.interpolate(a, scale_factor=2.0)";
            case LINEAR -> "F.interpolate(a, scale_factor=2.0, mode='bilinear')";
            case CUBIC -> "F.interpolate(a, scale_factor=2.0, mode='bicubic')";
          };
      add(
          "interpolate " + mode.name().toLowerCase(Locale.ROOT),
          v -> F.interpolate(v.getFirst(), new double[] {2, 2}, mode, false),
          theirs,
          normal(8, 32, 56, 56));
    }
  }

  private void ofPositions() {
    add(
        "gather 1",
        v -> F.gather(v.get(0), 1, v.get(1)),
        "torch.gather(a, 1, b)",
        normal(1024, 1024),
        index(1024, 1024, 256));
    add(
        "gather 0",
        v -> F.gather(v.get(0), 0, v.get(1)),
        "torch.gather(a, 0, b)",
        normal(1024, 1024),
        index(1024, 256, 1024));
    add(
        "take",
        v -> F.take(v.get(0), 1, v.get(1)),
        "a[:, b]",
        normal(64, 1024, 64),
        index(1024, 256));
    add(
        "index_select",
        v -> F.indexSelect(v.getFirst(), 1, 5, 17, 3, 99),
        "a[:, [5, 17, 3, 99]]",
        normal(64, 128, 128));
    add(
        "embedding",
        v -> F.embedding(v.get(0), v.get(1)),
        "F.embedding(a, b)",
        index(32000, 32, 128),
        weight(32000, 512));
    flat("one_hot", v -> F.oneHot(v.getFirst(), 100), "F.one_hot(a, 100)", index(100, 8192));
  }

  private void products() {
    add("matmul", v -> F.matmul(v.get(0), v.get(1)), "a @ b", normal(512, 512), normal(512, 512));
    add("bmm", v -> F.bmm(v.get(0), v.get(1)), "a @ b", normal(64, 128, 64), normal(64, 64, 128));
    add(
        "bmm transposed",
        v -> F.bmm(v.get(0), F.transpose(v.get(1), 1, 2)),
        "a @ b.transpose(1, 2)",
        normal(64, 128, 64),
        normal(64, 128, 64));
    add(
        "matmul broadcast",
        v -> F.matmul(v.get(0), v.get(1)),
        "a @ b",
        normal(16, 4, 64, 64),
        normal(64, 64));
    add(
        "matmul vector",
        v -> F.matmul(v.get(0), v.get(1)),
        "a @ b",
        normal(1024, 1024),
        normal(1024));
    add(
        "linear",
        v -> F.linear(v.get(0), v.get(1), v.get(2)),
        "F.linear(a, b, c)",
        normal(8, 128, 768),
        weight(768, 768),
        weight(768));
  }

  private void convolution(
      String name, Operand x, Operand w, int stride, int padding, int dilation, int groups) {
    add(
        name,
        v -> F.conv2d(v.get(0), v.get(1), v.get(2), stride, padding, dilation, groups),
        "F.conv2d(a, b, c, %d, %d, %d, %d)".formatted(stride, padding, dilation, groups),
        x,
        w,
        weight(w.shape().dim(0)));
  }

  private void convolutions() {
    var picture = normal(8, 64, 28, 28);
    convolution("conv2d 3", picture, weight(64, 64, 3, 3), 1, 1, 1, 1);
    convolution("conv2d 1", picture, weight(128, 64, 1, 1), 1, 0, 1, 1);
    convolution("conv2d 7 stride", normal(4, 3, 112, 112), weight(64, 3, 7, 7), 2, 3, 1, 1);
    convolution("conv2d dilated", picture, weight(64, 64, 3, 3), 1, 2, 2, 1);
    convolution("conv2d groups", picture, weight(64, 16, 3, 3), 1, 1, 1, 4);
    convolution("conv2d groups 32", normal(8, 128, 28, 28), weight(128, 4, 3, 3), 1, 1, 1, 32);
    convolution("conv2d depthwise", normal(8, 96, 56, 56), weight(96, 1, 3, 3), 1, 1, 1, 96);
    convolution("conv2d depthwise 5", normal(8, 96, 28, 28), weight(96, 1, 5, 5), 1, 2, 1, 96);
    convolution("conv2d depthwise stride", normal(8, 96, 56, 56), weight(96, 1, 3, 3), 2, 1, 1, 96);
    convolution("conv2d depthwise 7", normal(8, 96, 14, 14), weight(96, 1, 7, 7), 1, 3, 1, 96);
    add(
        "conv1d",
        v -> F.conv1d(v.get(0), v.get(1), v.get(2), 1, 1, 1, 1),
        "F.conv1d(a, b, c, 1, 1)",
        normal(8, 64, 512),
        weight(64, 64, 3),
        weight(64));
    add(
        "conv1d depthwise",
        v -> F.conv1d(v.get(0), v.get(1), v.get(2), 1, 1, 1, 64),
        "F.conv1d(a, b, c, 1, 1, 1, 64)",
        normal(8, 64, 512),
        weight(64, 1, 3),
        weight(64));
    add(
        "conv_transpose2d",
        v -> F.convTranspose2d(v.get(0), v.get(1), v.get(2), 2, 0, 0, 1, 1),
        "F.conv_transpose2d(a, b, c, 2)",
        normal(8, 64, 28, 28),
        weight(64, 32, 2, 2),
        weight(32));
    add(
        "conv_transpose2d 4",
        v -> F.convTranspose2d(v.get(0), v.get(1), v.get(2), 2, 1, 0, 1, 1),
        "F.conv_transpose2d(a, b, c, 2, 1)",
        normal(8, 64, 16, 16),
        weight(64, 32, 4, 4),
        weight(32));
    add(
        "conv_transpose1d",
        v -> F.convTranspose1d(v.get(0), v.get(1), v.get(2), 2, 1, 0, 1, 1),
        "F.conv_transpose1d(a, b, c, 2, 1)",
        normal(8, 64, 128),
        weight(64, 32, 4),
        weight(32));
    var large = normal(8, 64, 56, 56);
    add("max_pool2d 2", v -> F.maxPool2d(v.getFirst(), 2), "F.max_pool2d(a, 2)", large);
    add(
        "max_pool2d 3",
        v -> F.maxPool2d(v.getFirst(), 3, 2, 1, 1, false),
        "F.max_pool2d(a, 3, 2, 1)",
        large);
    add(
        "max_pool1d",
        v -> F.maxPool1d(v.getFirst(), 2, 2, 0, 1, false),
        "F.max_pool1d(a, 2)",
        normal(8, 64, 2048));
    add("avg_pool2d 2", v -> F.avgPool2d(v.getFirst(), 2), "F.avg_pool2d(a, 2)", large);
    add(
        "avg_pool2d 3",
        v -> F.avgPool2d(v.getFirst(), 3, 1, 1, false, true),
        "F.avg_pool2d(a, 3, 1, 1)",
        large);
    add(
        "adaptive_avg_pool2d",
        v -> F.adaptiveAvgPool2d(v.getFirst(), 7, 7),
        "F.adaptive_avg_pool2d(a, 7)",
        large);
    add(
        "adaptive_avg_pool2d 1",
        v -> F.adaptiveAvgPool2d(v.getFirst(), 1, 1),
        "F.adaptive_avg_pool2d(a, 1)",
        large);
    add(
        "adaptive_max_pool2d",
        v -> F.adaptiveMaxPool2d(v.getFirst(), 7, 7),
        "F.adaptive_max_pool2d(a, 7)",
        large);
  }

  private void normalizations() {
    var x = normal(64, 128, 768);
    var w = weight(768);
    var picture = normal(8, 64, 56, 56);
    var channels = weight(64);
    add(
        "layer_norm",
        v -> F.layerNorm(v.get(0), Shape.of(768), v.get(1), v.get(2), 1e-5f),
        "F.layer_norm(a, (768,), b, c)",
        x,
        w,
        w);
    add(
        "rms_norm",
        v -> F.rmsNorm(v.get(0), Shape.of(768), v.get(1), 1e-6f),
        "F.rms_norm(a, (768,), b, 1e-6)",
        x,
        w);
    add(
        "group_norm",
        v -> F.groupNorm(v.get(0), 8, v.get(1), v.get(2), 1e-5f),
        "F.group_norm(a, 8, b, c)",
        picture,
        channels,
        channels);
    add(
        "instance_norm",
        v -> F.instanceNorm(v.get(0), v.get(1), v.get(2), 1e-5f),
        "F.instance_norm(a, weight=b, bias=c)",
        picture,
        channels,
        channels);
    add(
        "batch_norm",
        v -> F.batchNorm(v.get(0), v.get(1), v.get(2), v.get(3), v.get(4), 1e-5f),
        "F.batch_norm(a, b, c, d, e)",
        picture,
        new Operand(Operand.Kind.INDEX, Shape.of(64), 1),
        new Operand(Operand.Kind.INDEX, Shape.of(64), 2),
        channels,
        channels);
  }

  private void sequences() {
    var x = normal(64, 50, 128);
    for (var cell : Cell.values()) {
      int rows = cell.gates() * 128;
      var zeros = "torch.zeros(1, 64, 128)";
      var theirs =
          switch (cell) {
            case LSTM -> "torch.lstm(a, (%s, %s), ".formatted(zeros, zeros);
            case GRU -> "torch.gru(a, %s, ".formatted(zeros);
            case RNN_TANH -> "torch.rnn_tanh(a, %s, ".formatted(zeros);
            case RNN_RELU -> "torch.rnn_relu(a, %s, ".formatted(zeros);
          };
      add(
          cell.name().toLowerCase(Locale.ROOT),
          v -> SequenceCases.layer(cell, v).output(),
          theirs + "[b, c, d, e], True, 1, 0.0, False, False, True)[0]",
          x,
          weight(rows, 128),
          weight(rows, 128),
          weight(rows),
          weight(rows));
    }
    var heads = normal(4, 8, 256, 64);
    add(
        "attention",
        v -> F.scaledDotProductAttention(v.get(0), v.get(1), v.get(2)),
        "F.scaled_dot_product_attention(a, b, c)",
        heads,
        heads,
        heads);
    add(
        "attention causal",
        v -> F.scaledDotProductAttention(v.get(0), v.get(1), v.get(2), null, true),
        "F.scaled_dot_product_attention(a, b, c, is_causal=True)",
        heads,
        heads,
        heads);
    add(
        "transformer layer",
        FunctionCases::transformerLayer,
        """
        (lambda x, p: (lambda y: F.layer_norm(y + F.linear(F.gelu(F.linear(y, p[2])), p[3]), (256,)))(\
        F.layer_norm(x + F.linear(F.scaled_dot_product_attention(*F.linear(x, p[0])\
        .reshape(8, 128, 3, 4, 64).permute(2, 0, 3, 1, 4).unbind(0))\
        .transpose(1, 2).reshape(8, 128, 256), p[1]), (256,))))(a, (b, c, d, e))\
        """,
        normal(8, 128, 256),
        weight(768, 256),
        weight(256, 256),
        weight(1024, 256),
        weight(256, 1024));
  }

  private static Value transformerLayer(List<Value> v) {
    var x = v.get(0);
    var heads = F.reshape(F.linear(x, v.get(1)), 8, 128, 3, 4, 64);
    var qkv = F.unbind(F.permute(heads, 2, 0, 3, 1, 4), 0);
    var attended = F.scaledDotProductAttention(qkv.get(0), qkv.get(1), qkv.get(2));
    var joined = F.reshape(F.transpose(attended, 1, 2), 8, 128, 256);
    var y = F.layerNorm(F.add(x, F.linear(joined, v.get(2))), Shape.of(256));
    var forward = F.linear(F.gelu(F.linear(y, v.get(3))), v.get(4));
    return F.layerNorm(F.add(y, forward), Shape.of(256));
  }
}
