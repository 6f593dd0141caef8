package org.tornadonn.store.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tornadonn.op.Add;
import org.tornadonn.op.Conv2d;
import org.tornadonn.op.Flatten;
import org.tornadonn.op.Linear;
import org.tornadonn.op.MaxPool2d;
import org.tornadonn.op.ReLU;
import org.tornadonn.op.Window;
import org.tornadonn.plan.Operation;

/**
 * An operation in ONNX's words. Its inputs are those of the operation, in the same order.
 *
 * @see <a href="https://onnx.ai/onnx/operators/">The operators</a>
 */
record Operator(String type, List<AttributeProto> attributes) {

  /** The operator that does what an operation does; null if there is none. */
  static @Nullable Operator of(Operation operation) {
    return switch (operation) {
      case Conv2d x -> new Operator("Conv", window(x.window()));
      case MaxPool2d x -> new Operator("MaxPool", window(x.window()));
      case Linear _ -> new Operator("Gemm", List.of(integer("transB", 1)));
      case Flatten _ -> new Operator("Flatten", List.of(integer("axis", 1)));
      case ReLU _ -> new Operator("Relu", List.of());
      case Add _ -> new Operator("Add", List.of());
      default -> null;
    };
  }

  private static List<AttributeProto> window(Window window) {
    return List.of(
        integers("kernel_shape", window.kernelHeight(), window.kernelWidth()),
        integers("strides", window.strideHeight(), window.strideWidth()),
        integers(
            "pads",
            window.paddingHeight(),
            window.paddingWidth(),
            window.paddingHeight(),
            window.paddingWidth()));
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
