package org.tornadonn.store.onnx;

import static org.tornadonn.op.F.*;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.tornadonn.layer.Block;
import org.tornadonn.layer.Initializer;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Scope;
import org.tornadonn.layer.Signature;
import org.tornadonn.layer.Values;
import org.tornadonn.op.F;
import org.tornadonn.op.activation.GELU;
import org.tornadonn.op.recurrent.CellWeights;
import org.tornadonn.op.resize.Interpolation;
import org.tornadonn.op.shape.Padding;
import org.tornadonn.op.shape.SparseRows;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/** What each function of {@link F} is tried with: x is {@code (n, 4, 3, 6)}. */
final class ExportedFunctions {

  private static final Map<String, List<Layer>> CHOSEN =
      new TreeMap<>(
          Map.ofEntries(
              of("add", (s, x) -> add(x, row(s)), (s, x) -> add(x, 2)),
              of("sub", (s, x) -> sub(x, row(s)), (s, x) -> sub(x, 2), (s, x) -> sub(2, x)),
              of("mul", (s, x) -> mul(x, row(s)), (s, x) -> mul(x, 2)),
              of(
                  "div",
                  (s, x) -> div(x, add(abs(x), row(s))),
                  (s, x) -> div(x, 3),
                  (s, x) -> div(2, positive(x))),
              of(
                  "pow",
                  (s, x) -> pow(positive(x), x),
                  (s, x) -> pow(positive(x), 1.5f),
                  (s, x) -> pow(x, 2),
                  (s, x) -> pow(2, x)),
              of("maximum", (s, x) -> maximum(x, row(s)), (s, x) -> maximum(x, 0.5f)),
              of("minimum", (s, x) -> minimum(x, row(s)), (s, x) -> minimum(x, 0.5f)),
              of(
                  "atan2",
                  (s, x) -> atan2(x, flip(x, 3)),
                  (s, x) -> atan2(x, -0.5f),
                  (s, x) -> atan2(round(x), round(flip(x, 2)))),
              of(
                  "remainder",
                  (s, x) -> remainder(x, flip(x, 3)),
                  (s, x) -> remainder(x, 0.75f),
                  (s, x) -> remainder(x, -0.75f)),
              of("eq", (s, x) -> eq(round(x), round(flip(x, 1))), (s, x) -> eq(round(x), 1)),
              of("ne", (s, x) -> ne(round(x), round(flip(x, 1))), (s, x) -> ne(round(x), 1)),
              of("gt", (s, x) -> gt(x, row(s)), (s, x) -> gt(x, 0.5f)),
              of("ge", (s, x) -> ge(round(x), round(flip(x, 1))), (s, x) -> ge(round(x), 1)),
              of("lt", (s, x) -> lt(x, row(s)), (s, x) -> lt(x, 0.5f)),
              of("le", (s, x) -> le(round(x), round(flip(x, 1))), (s, x) -> le(round(x), 1)),
              of(
                  "where",
                  (s, x) -> where(gt(x, 0), x, row(s)),
                  (s, x) -> where(round(x), x, 2),
                  (s, x) -> where(lt(x, 1), 3, x)),
              of("expm1", (s, x) -> expm1(x), (s, x) -> mul(expm1(mul(x, 1e-5f)), 1e5f)),
              of(
                  "log1p",
                  (s, x) -> log1p(mul(x, 0.45f)),
                  (s, x) -> mul(log1p(mul(x, 1e-5f)), 1e5f)),
              of("tan", (s, x) -> tan(mul(x, 0.6f))),
              of("round", (s, x) -> round(mul(round(mul(x, 3)), 0.5f))),
              of("clamp", (s, x) -> clamp(x, -0.5f, 1.5f)),
              of("logicalNot", (s, x) -> logicalNot(round(x))),
              of("logicalAnd", (s, x) -> logicalAnd(round(x), gt(x, 0))),
              of("logicalOr", (s, x) -> logicalOr(round(x), gt(x, 0))),
              of("logicalXor", (s, x) -> logicalXor(round(x), gt(x, 0))),
              of(
                  "conv2d",
                  (s, x) -> conv2d(x, weight(s, 5, 4, 2, 3), null),
                  (s, x) -> conv2d(x, weight(s, 6, 2, 2, 2), weight(s, 6), 2, 1, 2, 2)),
              of(
                  "conv1d",
                  (s, x) -> conv1d(flatten(x, 2, 3), weight(s, 8, 1, 3), weight(s, 8), 2, 1, 2, 4)),
              of(
                  "convTranspose2d",
                  (s, x) -> convTranspose2d(x, weight(s, 4, 3, 3, 2), weight(s, 6), 2, 1, 1, 2, 1)),
              of(
                  "convTranspose1d",
                  (s, x) ->
                      convTranspose1d(flatten(x, 2, 3), weight(s, 4, 2, 3), null, 3, 1, 2, 2, 2)),
              of(
                  "maxPool2d",
                  (s, x) -> maxPool2d(x, 2),
                  (s, x) -> maxPool2d(x, 3, 2, 1, 1, true),
                  (s, x) -> maxPool2d(x, 2, 1, 1, 2, false)),
              of("maxPool1d", (s, x) -> maxPool1d(flatten(x, 2, 3), 4, 3, 1, 1, true)),
              of(
                  "avgPool2d",
                  (s, x) -> avgPool2d(x, 2),
                  (s, x) -> avgPool2d(x, 3, 2, 1, true, true),
                  (s, x) -> avgPool2d(x, 3, 2, 1, true, false),
                  (s, x) -> avgPool2d(x, 2, 4, 1, true, true),
                  (s, x) -> avgPool2d(x, 3, 1, 1, false, true)),
              of(
                  "avgPool1d",
                  (s, x) -> avgPool1d(flatten(x, 2, 3), 4, 3, 2, true, true),
                  (s, x) -> avgPool1d(flatten(x, 2, 3), 4, 3, 2, false, false)),
              of(
                  "adaptiveAvgPool2d",
                  (s, x) -> adaptiveAvgPool2d(x, 1, 1),
                  (s, x) -> adaptiveAvgPool2d(x, 3, 2),
                  (s, x) -> adaptiveAvgPool2d(x, 2, 4)),
              of(
                  "adaptiveAvgPool1d",
                  (s, x) -> adaptiveAvgPool1d(flatten(x, 2, 3), 5),
                  (s, x) -> adaptiveAvgPool1d(flatten(x, 2, 3), 1)),
              of(
                  "adaptiveMaxPool2d",
                  (s, x) -> adaptiveMaxPool2d(x, 1, 1),
                  (s, x) -> adaptiveMaxPool2d(x, 3, 2),
                  (s, x) -> adaptiveMaxPool2d(x, 2, 4)),
              of("adaptiveMaxPool1d", (s, x) -> adaptiveMaxPool1d(flatten(x, 2, 3), 5)),
              of(
                  "matmul",
                  (s, x) -> matmul(x, weight(s, 6, 5)),
                  (s, x) -> matmul(weight(s, 2, 3), x),
                  (s, x) -> matmul(x, weight(s, 6)),
                  (s, x) -> matmul(weight(s, 4, 2, 3), x),
                  (s, x) -> matmul(transpose(x, 2, 3), x)),
              of("conv3d", (s, x) -> conv3d(volume(x), weight(s, 4, 1, 2, 2, 3), null, 1, 1, 1, 2)),
              of(
                  "convTranspose3d",
                  (s, x) ->
                      convTranspose3d(
                          volume(x), weight(s, 2, 3, 2, 1, 2), weight(s, 3), 2, 0, 1, 1, 1)),
              of("maxPool3d", (s, x) -> maxPool3d(volume(x), 2, 2, 1, 1, true)),
              of("avgPool3d", (s, x) -> avgPool3d(volume(x), 2, 1, 1, false, false)),
              of("adaptiveAvgPool3d", (s, x) -> adaptiveAvgPool3d(volume(x), 2, 2, 3)),
              of("adaptiveMaxPool3d", (s, x) -> adaptiveMaxPool3d(volume(x), 1, 2, 3)),
              of("lpPool1d", (s, x) -> lpPool1d(flatten(x, 2, 3), 2, 3, 2, true)),
              of("lpPool2d", (s, x) -> lpPool2d(x, 2, 2, 1, false)),
              of("bmm", (s, x) -> bmm(flatten(x, 1, 2), transpose(flatten(x, 1, 2), 1, 2))),
              of(
                  "linear",
                  (s, x) -> linear(x, weight(s, 5, 6)),
                  (s, x) -> linear(flatten(x, 1, 3), weight(s, 5, 72), weight(s, 5))),
              of(
                  "scaledDotProductAttention",
                  (s, x) -> scaledDotProductAttention(x, x, x),
                  (s, x) -> scaledDotProductAttention(x, x, mul(x, 2), null, true)),
              of(
                  "lstmCell",
                  (s, x) ->
                      lstmCell(flatten(x, 1, 3), state(s, x), state(s, x), cell(s, 4, 72, 5))
                          .get(1)),
              of("gruCell", (s, x) -> gruCell(flatten(x, 1, 3), state(s, x), cell(s, 3, 72, 5))),
              of(
                  "lstm",
                  (s, x) ->
                      lstm(flatten(x, 2, 3), List.of(cell(s, 4, 18, 5), cell(s, 4, 18, 5)), true)
                          .output()),
              of(
                  "gru",
                  (s, x) -> gru(flatten(x, 2, 3), List.of(cell(s, 3, 18, 5)), false).output()),
              of("bilinear", (s, x) -> bilinear(x, tanh(x), weight(s, 3, 6, 6), weight(s, 3))),
              of("cdist", (s, x) -> cdist(x, tanh(x), 2)),
              of("cosineSimilarity", (s, x) -> cosineSimilarity(x, tanh(x), 1, 1e-8f)),
              of("einsum", (s, x) -> einsum("nchw,nkhw->nck", x, tanh(x))),
              of("fold", (s, x) -> fold(flatten(x, 2, 3), 3, 6, 1, 1, 0, 1)),
              of("fullLike", (s, x) -> add(x, fullLike(x, 2))),
              of("glu", (s, x) -> glu(x, 1)),
              of("lerp", (s, x) -> lerp(x, tanh(x), 0.3f)),
              of("localResponseNorm", (s, x) -> localResponseNorm(x, 3, 1e-1f, 0.75f, 1)),
              of("logit", (s, x) -> logit(sigmoid(x))),
              of("maskedFill", (s, x) -> maskedFill(x, gt(x, 0), 3)),
              of("normalize", (s, x) -> normalize(x, 1)),
              of("outer", (s, x) -> add(x, outer(weight(s, 3), weight(s, 6)))),
              of("pairwiseDistance", (s, x) -> pairwiseDistance(x, tanh(x), 2, 1e-6f, false)),
              of(
                  "rnnRelu",
                  (s, x) ->
                      rnnRelu(flatten(x, 2, 3), List.of(cell(s, 1, 18, 5)), false, List.of())
                          .output()),
              of(
                  "rnnTanh",
                  (s, x) ->
                      rnnTanh(flatten(x, 2, 3), List.of(cell(s, 1, 18, 5)), false, List.of())
                          .output()),
              of(
                  "rnnReluCell",
                  (s, x) -> rnnReluCell(flatten(x, 1, 3), state(s, x), cell(s, 1, 72, 5))),
              of(
                  "rnnTanhCell",
                  (s, x) -> rnnTanhCell(flatten(x, 1, 3), state(s, x), cell(s, 1, 72, 5))),
              of("unfold", (s, x) -> unfold(x, 2, 1, 0, 1)),
              of(
                  "layerNorm",
                  (s, x) -> layerNorm(x, Shape.of(6)),
                  (s, x) -> layerNorm(x, Shape.of(3, 6), weight(s, 3, 6), weight(s, 3, 6), 1e-3f)),
              of("rmsNorm", (s, x) -> rmsNorm(x, Shape.of(6), weight(s, 6), 1e-3f)),
              of(
                  "batchNorm",
                  (s, x) ->
                      batchNorm(
                          x, weight(s, 4), square(weight(s, 4)), weight(s, 4), weight(s, 4), 1e-2f),
                  (s, x) ->
                      batchNorm(
                          flatten(x, 2, 3), weight(s, 4), square(weight(s, 4)), null, null, 1e-2f)),
              of("groupNorm", (s, x) -> groupNorm(x, 2, weight(s, 4), weight(s, 4), 1e-3f)),
              of("instanceNorm", (s, x) -> instanceNorm(x, null, null, 1e-3f)),
              of("relu6", (s, x) -> relu6(mul(x, 5))),
              of("hardsigmoid", (s, x) -> hardsigmoid(mul(x, 3))),
              of("hardswish", (s, x) -> hardswish(mul(x, 3))),
              of("elu", (s, x) -> elu(x), (s, x) -> elu(x, 0.5f)),
              of("celu", (s, x) -> celu(x, 0.5f)),
              of("softplus", (s, x) -> softplus(x), (s, x) -> softplus(x, 2, 3)),
              of("threshold", (s, x) -> threshold(x, 0.5f, 7)),
              of("leakyRelu", (s, x) -> leakyRelu(x, 0.2f)),
              of("prelu", (s, x) -> prelu(x, weight(s, 4))),
              of(
                  "gelu",
                  (s, x) -> gelu(x),
                  (s, x) -> gelu(x, GELU.Approximate.TANH),
                  (s, x) -> amax(prod(logsumexp(gelu(x), true, 3), 2, true), 3)),
              of("softmax", (s, x) -> softmax(x, 1)),
              of("softmin", (s, x) -> softmin(x, -1)),
              of("logSoftmax", (s, x) -> logSoftmax(x, 2)),
              of("logsumexp", (s, x) -> logsumexp(x, 1, 2)),
              of("sum", (s, x) -> sum(x, 1, 3)),
              of("mean", (s, x) -> mean(x, true, 1, 2)),
              of("amax", (s, x) -> amax(x, 1, 3)),
              of("amin", (s, x) -> amin(x, true, 1, 2)),
              of("argmax", (s, x) -> argmax(x, 1, false), (s, x) -> argmax(round(x), -1, true)),
              of("argmin", (s, x) -> argmin(round(x), 1, false)),
              of("max", (s, x) -> max(x, 1, false)),
              of("min", (s, x) -> min(x, 3, true)),
              of("prod", (s, x) -> prod(x, 1, false)),
              of("cumsum", (s, x) -> cumsum(x, 1), (s, x) -> cumsum(x, -1, true)),
              of("var", (s, x) -> var(x, 1, 2)),
              of("std", (s, x) -> std(x, 0, true, 3)),
              of("norm", (s, x) -> norm(x, 2, false, 1), (s, x) -> norm(x, 1, true, 2, 3)),
              of("countNonzero", (s, x) -> countNonzero(round(x), 1, 2)),
              of("all", (s, x) -> F.all(round(x), false, 1)),
              of("any", (s, x) -> any(round(x), true, 3)),
              of("gather", (s, x) -> gather(x, 3, floor(abs(x))), (s, x) -> gather(x, 1, ids(x))),
              of(
                  "sort",
                  (s, x) -> sort(x, 3, true).values(),
                  (s, x) -> sort(round(x), 1, false).indices()),
              of(
                  "topk",
                  (s, x) -> topk(x, 2, 1, true).values(),
                  (s, x) -> topk(x, 2, 3, false).indices()),
              of("take", (s, x) -> take(weight(s, 5, 7), 0, ids(x))),
              of(
                  "embedding",
                  (s, x) -> embedding(ids(x), weight(s, 5, 7)),
                  (s, x) -> embedding(ids(x), weight(s, 5, 7), 1)),
              of("oneHot", (s, x) -> oneHot(ids(x), 4)),
              of(
                  "reshape",
                  (s, x) -> reshape(x, x.shape().dim(0), 3, -1),
                  (s, x) -> reshape(reshape(x, -1, 6), x.shape().dim(0), 72),
                  (s, x) -> reshape(reshape(x, 72, -1), x.shape())),
              of(
                  "expand",
                  (s, x) -> expand(weight(s, 1, 3, 1), Shape.of(x.shape().dim(0), 3, 5)),
                  (s, x) -> expand(sum(x, true, 1, 2), Shape.of(x.shape().dim(0), 4, 3, 6))),
              of("unsqueeze", (s, x) -> unsqueeze(x, 2)),
              of("squeeze", (s, x) -> squeeze(sum(x, true, 2), 2)),
              of(
                  "permute",
                  (s, x) -> permute(x, 0, 3, 1, 2),
                  (s, x) -> permute(permute(x, 1, 0, 2, 3), 1, 2, 0, 3)),
              of("transpose", (s, x) -> transpose(x, 1, 3)),
              of("movedim", (s, x) -> movedim(x, 1, -1)),
              of("flatten", (s, x) -> flatten(x, 1, 2), (s, x) -> flatten(x, 0, 0)),
              of("unflatten", (s, x) -> unflatten(x, 3, 2, -1)),
              of(
                  "slice",
                  (s, x) -> slice(x, 3, 1, 5),
                  (s, x) -> slice(x, 3, 1, 6, 2),
                  (s, x) -> slice(x, 3, -1, -Integer.MAX_VALUE, -2)),
              of("narrow", (s, x) -> narrow(x, 1, 1, 2)),
              of("select", (s, x) -> select(x, 1, -1)),
              of("cat", (s, x) -> cat(1, x, relu(x), x)),
              of("stack", (s, x) -> stack(1, x, relu(x))),
              of(
                  "split",
                  (s, x) -> split(x, 4, 3).get(1),
                  (s, x) -> split(x, new int[] {1, 3}, 1).get(1)),
              of("chunk", (s, x) -> chunk(x, 2, 1).get(1)),
              of("unbind", (s, x) -> unbind(x, 2).get(1)),
              of(
                  "pad",
                  (s, x) -> pad(x, 1, 2, 3, 0),
                  (s, x) -> pad(x, new int[] {1, -2, 0, 1}, 5),
                  (s, x) -> pad(x, new int[] {2, 1, 1, 2}, Padding.REFLECT),
                  (s, x) -> pad(x, new int[] {2, 1}, Padding.REPLICATE),
                  (s, x) -> pad(x, new int[] {2, 1}, Padding.CIRCULAR)),
              of("flip", (s, x) -> flip(x, 1, 3)),
              of("roll", (s, x) -> roll(x, 2, 3)),
              of("tile", (s, x) -> tile(x, 2, 1, 3)),
              of("repeatInterleave", (s, x) -> repeatInterleave(x, 2, 1)),
              of("indexSelect", (s, x) -> indexSelect(x, 3, 5, 0, 0)),
              of(
                  "axisMap",
                  (s, x) ->
                      axisMap(
                          x,
                          1,
                          new SparseRows(
                              4,
                              new int[] {0, 2, 3, 3},
                              new int[] {0, 3, 1},
                              new float[] {0.5f, 2, -1}))),
              of("tril", (s, x) -> tril(x, 1)),
              of("triu", (s, x) -> triu(x, -1)),
              of("diagonal", (s, x) -> diagonal(x, 1)),
              of("pixelShuffle", (s, x) -> pixelShuffle(x, 2)),
              of("pixelUnshuffle", (s, x) -> pixelUnshuffle(x, 3)),
              of("channelShuffle", (s, x) -> channelShuffle(x, 2)),
              of(
                  "gridSample",
                  (s, x) ->
                      gridSample(x, F.tanh(fromAll(s, x, 3, 5, 2)), Interpolation.LINEAR, false)),
              of("affineGrid", (s, x) -> affineGrid(fromAll(s, x, 2, 3), x.shape(), false)),
              of(
                  "interpolate",
                  (s, x) -> interpolate(x, new int[] {5, 9}, Interpolation.LINEAR, false),
                  (s, x) -> interpolate(x, new double[] {2, 2}, Interpolation.NEAREST, false),
                  (s, x) -> interpolate(x, new int[] {5, 9}, Interpolation.CUBIC, true))));

  /** ONNX has no operators for them. */
  static final Set<String> LEFT_OUT = Set.of("ctcLoss");

  /** Those that are chosen, and functions of elements on any numbers and on some above 1. */
  static final Map<String, List<Layer>> BY_NAME = new TreeMap<>(CHOSEN);

  static {
    for (var function : F.class.getMethods()) {
      var types = List.of(function.getParameterTypes());
      if (function.getReturnType() == Value.class
          && types.contains(Value.class)
          && Set.of(Value.class, float.class).containsAll(types)
          && !CHOSEN.containsKey(function.getName())
          && !LEFT_OUT.contains(function.getName())) {
        var uses = BY_NAME.computeIfAbsent(function.getName(), _ -> new ArrayList<>());
        uses.add((s, x) -> call(function, x));
        uses.add((s, x) -> call(function, add(abs(x), 1.1f)));
      }
    }
  }

  /** The function of x, x backwards, and numbers. */
  private static Value call(Method function, Value x) {
    var arguments = new ArrayList<Object>();
    for (var type : function.getParameterTypes()) {
      int count = arguments.size();
      arguments.add(type == Value.class ? (count == 0 ? x : flip(x, count)) : 0.75f + count);
    }
    try {
      return (Value) function.invoke(null, arguments.toArray());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(function.toString(), e);
    }
  }

  /** What mixes the samples of a batch, which ONNX can, and files that are read may not. */
  private static final List<Layer> MIXED =
      List.of(
          (s, x) -> sub(x, logsumexp(x)),
          (s, x) -> sub(x, sum(x)),
          (s, x) -> sub(x, sum(x, 0)),
          (s, x) -> sub(x, mean(x)),
          (s, x) -> sub(x, mean(x, true, 0)),
          (s, x) -> sub(x, amax(x, true, 0)),
          (s, x) -> mul(x, prod(x)),
          (s, x) -> add(x, select(x, 0, -1)),
          (s, x) -> flip(x, 0),
          (s, x) -> roll(x, 1, 0),
          (s, x) -> sort(x, 0, true).values());

  private ExportedFunctions() {}

  private static Map.Entry<String, List<Layer>> of(String name, Layer... uses) {
    return Map.entry(name, List.of(uses));
  }

  static ExportCase mixed() {
    Block block =
        (scope, in) -> {
          var all = Values.none();
          for (var layer : MIXED) {
            var use = "mixed" + all.size();
            all = all.and(use, scope.call(use, layer, in.get("input")));
          }
          return all;
        };
    return new ExportCase("mixed", new Model(block, Signature.of("input", Shape.of(2, 3, 4)), 7));
  }

  /** One model of all, with an output for each use; what is newer in ONNX is a model of its own. */
  static List<ExportCase> all() {
    return List.of(
        chosen("functions", name -> !name.equals("gelu")),
        chosen("newer functions", "gelu"::equals));
  }

  private static ExportCase chosen(String name, Predicate<String> chosen) {
    Block block =
        (scope, in) -> {
          var all = Values.none();
          for (var uses : BY_NAME.entrySet()) {
            for (int i = 0; chosen.test(uses.getKey()) && i < uses.getValue().size(); i++) {
              var use = uses.getKey() + i;
              all = all.and(use, scope.call(use, uses.getValue().get(i), in.get("input")));
            }
          }
          return all;
        };
    return new ExportCase(name, new Model(block, Signature.of("input", Shape.of(4, 3, 6)), 7));
  }

  private static Value positive(Value x) {
    return add(abs(x), 0.25f);
  }

  /** {@code (n, 2, 2, 3, 6)}. */
  private static Value volume(Value x) {
    return unflatten(x, 1, 2, 2);
  }

  /** Whole numbers from 0 to 3, {@code (n, 1, 3, 6)}. */
  private static Value ids(Value x) {
    return floor(mul(abs(narrow(x, 1, 0, 1)), 1.9f));
  }

  private static Value row(Scope scope) {
    return weight(scope, 6);
  }

  /** One for each shape. */
  private static Value weight(Scope scope, int... dims) {
    var shape = Shape.of(dims);
    return scope.parameter("weight" + shape, shape, Initializer.uniform(-1, 1));
  }

  /** Numbers of each sample, made of all that it has. */
  private static Value fromAll(Scope scope, Value x, int... sizes) {
    int size = Shape.of(sizes).size();
    return unflatten(linear(flatten(x, 1, 3), weight(scope, size, 72)), 1, sizes);
  }

  private static Value state(Scope scope, Value x) {
    return F.tanh(linear(flatten(x, 1, 3), weight(scope, 5, 72)));
  }

  private static CellWeights cell(Scope scope, int gates, int in, int hidden) {
    return new CellWeights(
        weight(scope, gates * hidden, in), weight(scope, gates * hidden, hidden),
        weight(scope, gates * hidden), weight(scope, gates * hidden));
  }
}
