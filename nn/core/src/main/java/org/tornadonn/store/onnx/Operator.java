package org.tornadonn.store.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tornadonn.op.activation.Dropout;
import org.tornadonn.op.activation.GELU;
import org.tornadonn.op.activation.LeakyReLU;
import org.tornadonn.op.activation.ReLU;
import org.tornadonn.op.activation.Sigmoid;
import org.tornadonn.op.activation.Softmax;
import org.tornadonn.op.activation.Tanh;
import org.tornadonn.op.arithmetic.Add;
import org.tornadonn.op.arithmetic.Identity;
import org.tornadonn.op.convolution.Conv2d;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.linear.Linear;
import org.tornadonn.op.normalization.BatchNorm2dInference;
import org.tornadonn.op.pooling.AdaptiveAvgPool2d;
import org.tornadonn.op.pooling.AvgPool2d;
import org.tornadonn.op.pooling.MaxPool2d;
import org.tornadonn.op.shape.Flatten;
import org.tornadonn.plan.Node;
import org.tornadonn.plan.Shape;

/**
 * An operation in ONNX's words. Its inputs are those of the operation, in the same order.
 *
 * @see <a href="https://onnx.ai/onnx/operators/">The operators</a>
 */
record Operator(String type, List<AttributeProto> attributes) {

  /** The operator set that has Gelu. */
  private static final int WITH_GELU = 20;

  /** The operator that does what a node does; null if there is none. */
  static @Nullable Operator of(Node node) {
    return switch (node.operation()) {
      case Conv2d x when x.groups() == 1 && x.window().plain() ->
          new Operator("Conv", window(x.window()));
      case MaxPool2d x when !x.ceilMode() && x.window().plain() ->
          new Operator("MaxPool", window(x.window()));
      case AvgPool2d x when !x.ceilMode() && x.divisor() == 0 && x.window().plain() ->
          new Operator(
              "AveragePool",
              window(x.window(), integer("count_include_pad", x.countPadding() ? 1 : 0)));
      case AdaptiveAvgPool2d x -> adaptive(x, node.inputs().getFirst().shape());
      case Linear _ -> new Operator("Gemm", List.of(integer("transB", 1)));
      case Flatten _ -> new Operator("Flatten", List.of(integer("axis", 1)));
      case ReLU _ -> new Operator("Relu", List.of());
      case LeakyReLU x -> new Operator("LeakyRelu", List.of(number("alpha", x.slope())));
      case GELU x ->
          new Operator(
              "Gelu",
              List.of(text("approximate", x.approximate().name().toLowerCase(Locale.ROOT))));
      case Sigmoid _ -> new Operator("Sigmoid", List.of());
      case Tanh _ -> new Operator("Tanh", List.of());
      case Softmax x -> new Operator("Softmax", List.of(integer("axis", x.axis())));
      case BatchNorm2dInference x ->
          new Operator("BatchNormalization", List.of(number("epsilon", x.epsilon())));
      case Dropout x when !x.training() -> new Operator("Identity", List.of());
      case Identity _ -> new Operator("Identity", List.of());
      case Add _ -> new Operator("Add", List.of());
      default -> null;
    };
  }

  /** The first operator set that has it, if that is newer than what files are written in. */
  int since() {
    return type.equals("Gelu") ? WITH_GELU : 0;
  }

  /** Windows of one size, if the image can be cut into such. */
  private static @Nullable Operator adaptive(AdaptiveAvgPool2d pool, Shape image) {
    if (pool.height() == 1 && pool.width() == 1) {
      return new Operator("GlobalAveragePool", List.of());
    }
    if (image.dim(2) % pool.height() != 0 || image.dim(3) % pool.width() != 0) {
      return null;
    }
    int height = image.dim(2) / pool.height();
    int width = image.dim(3) / pool.width();
    return new Operator("AveragePool", window(new Window(height, width, height, width, 0, 0)));
  }

  private static List<AttributeProto> window(Window window, AttributeProto... others) {
    var attributes =
        new ArrayList<AttributeProto>(
            List.of(
                integers("kernel_shape", window.kernelHeight(), window.kernelWidth()),
                integers("strides", window.strideHeight(), window.strideWidth()),
                integers(
                    "pads",
                    window.paddingHeight(),
                    window.paddingWidth(),
                    window.paddingHeight(),
                    window.paddingWidth())));
    attributes.addAll(List.of(others));
    return attributes;
  }

  private static AttributeProto number(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  private static AttributeProto text(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  private static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private static AttributeProto integers(String name, long... values) {
    var attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }
}
