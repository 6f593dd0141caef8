package org.tornadonn.store.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.store.ModelFileException;

/** The attributes of one node; each has to be asked for, or is refused in the end. */
final class Attributes {

  private final Source source;
  private final NodeProto node;
  private final Map<String, AttributeProto> left = new HashMap<>();

  Attributes(Source source, NodeProto node) {
    this.source = source;
    this.node = node;
    for (var attribute : node.getAttributeList()) {
      if (left.put(attribute.getName(), attribute) != null) {
        throw source.damaged(
            "has an attribute '%s' twice in %s".formatted(attribute.getName(), this));
      }
    }
  }

  private @Nullable AttributeProto take(String name, AttributeProto.AttributeType type) {
    var attribute = left.remove(name);
    if (attribute != null && attribute.getType() != type) {
      throw source.damaged(
          "has an attribute '%s' of type %s in %s".formatted(name, attribute.getType(), this));
    }
    return attribute;
  }

  long integer(String name, long absent) {
    var attribute = take(name, AttributeProto.AttributeType.INT);
    return attribute == null ? absent : attribute.getI();
  }

  float number(String name, float absent) {
    var attribute = take(name, AttributeProto.AttributeType.FLOAT);
    return attribute == null ? absent : attribute.getF();
  }

  String text(String name, String absent) {
    var attribute = take(name, AttributeProto.AttributeType.STRING);
    return attribute == null ? absent : attribute.getS().toStringUtf8();
  }

  long @Nullable [] integers(String name) {
    var attribute = take(name, AttributeProto.AttributeType.INTS);
    return attribute == null
        ? null
        : attribute.getIntsList().stream().mapToLong(Long::longValue).toArray();
  }

  /** An attribute that makes no difference. */
  void ignore(String name) {
    left.remove(name);
  }

  /** An attribute that has only one value here. */
  void require(String name, long value, long absent) {
    long found = integer(name, absent);
    if (found != value) {
      throw unsupported("%s %d, only %d is read".formatted(name, found, value));
    }
  }

  /**
   * A window over images.
   *
   * @param height rows of the image
   * @param width columns of the image
   * @param kernel the kernel size if the node does not say it; null if it has to
   */
  Window window(int height, int width, int @Nullable [] kernel) {
    long[] shape = integers("kernel_shape");
    if (shape == null && kernel == null) {
      throw source.damaged("has no kernel_shape in " + this);
    }
    int[] k = shape == null ? kernel : pair("kernel_shape", shape);
    if (k == null || (kernel != null && !Arrays.equals(k, kernel))) {
      throw source.damaged("has a kernel_shape that is not that of the weight in " + this);
    }
    long[] strides = integers("strides");
    int[] s = strides == null ? new int[] {1, 1} : pair("strides", strides);
    long[] dilations = integers("dilations");
    if (dilations != null && Arrays.stream(dilations).anyMatch(d -> d != 1)) {
      throw unsupported("dilations %s, only 1 is read".formatted(brief(dilations)));
    }
    int[] p = padding(height, width, k, s);
    return new Window(k[0], k[1], s[0], s[1], p[0], p[1]);
  }

  private int[] padding(int height, int width, int[] k, int[] s) {
    long[] pads = integers("pads");
    var auto = text("auto_pad", "NOTSET");
    switch (auto) {
      case "NOTSET" -> {
        if (pads == null) {
          return new int[] {0, 0};
        }
        if (pads.length != 4 || pads[0] != pads[2] || pads[1] != pads[3]) {
          throw unsupported(
              "pads %s, only four that are the same on opposite sides are read"
                  .formatted(brief(pads)));
        }
        return pair("pads", Arrays.copyOf(pads, 2));
      }
      case "VALID" -> {
        return new int[] {0, 0};
      }
      case "SAME_UPPER", "SAME_LOWER" -> {
        return new int[] {same(auto, height, k[0], s[0]), same(auto, width, k[1], s[1])};
      }
      default -> throw source.damaged("has an auto_pad '%s' in %s".formatted(auto, this));
    }
  }

  private int same(String auto, int size, int kernel, int stride) {
    if (stride < 1) {
      throw source.damaged("has a stride of %d in %s".formatted(stride, this));
    }
    long total = (Math.ceilDiv(size, stride) - 1L) * stride + kernel - size;
    if (total > 0 && total % 2 != 0) {
      throw unsupported(
          "auto_pad %s, which pads %d on one side and %d on the other"
              .formatted(auto, total / 2, total - total / 2));
    }
    return (int) Math.max(0, total / 2);
  }

  private int[] pair(String name, long[] values) {
    if (values.length != 2
        || Arrays.stream(values).anyMatch(value -> value < 0 || value > Short.MAX_VALUE)) {
      throw unsupported(
          "%s %s, only two numbers, for rows and columns, are read".formatted(name, brief(values)));
    }
    return new int[] {(int) values[0], (int) values[1]};
  }

  /** Refuses what nobody has asked for. */
  void requireNoOther() {
    if (!left.isEmpty()) {
      throw unsupported("an attribute '%s'".formatted(left.keySet().iterator().next()));
    }
  }

  ModelFileException unsupported(String what) {
    return source.unsupported("has %s with %s".formatted(this, what));
  }

  /** The first few of some numbers. */
  static String brief(long[] values) {
    return Arrays.toString(Arrays.copyOf(values, Math.min(values.length, 8)));
  }

  /** The node, as errors call it. */
  @Override
  public String toString() {
    return "%s '%s'".formatted(node.getOpType(), node.getName());
  }
}
