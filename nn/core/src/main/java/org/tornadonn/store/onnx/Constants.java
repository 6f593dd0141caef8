package org.tornadonn.store.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tornadonn.layer.Tensor;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.store.ModelFileException;

/** The numbers of a graph that are known before it runs: its initializers and Constant nodes. */
final class Constants {

  /** More axes than any operator has. */
  private static final int MAX_RANK = 16;

  /** A weight may be used in several places, but not in thousands: each has a copy. */
  private static final int MOST_COPIES = 4;

  private final Source source;
  private final Map<String, TensorProto> byName = new HashMap<>();
  private long stored = 1 << 16;
  private long taken;

  Constants(Source source, GraphProto graph) {
    this.source = source;
    if (graph.getSparseInitializerCount() > 0) {
      throw source.unsupported("has sparse weights, which are not read");
    }
    for (var tensor : graph.getInitializerList()) {
      store(tensor.getName(), tensor);
    }
  }

  boolean has(String name) {
    return byName.containsKey(name);
  }

  /** Gives a constant another name. */
  void same(String name, String constant) {
    put(name, Objects.requireNonNull(byName.get(constant), constant));
  }

  /** Takes what a Constant node holds. */
  void add(NodeProto node) {
    if (node.getAttributeCount() != 1 || node.getOutputCount() != 1) {
      throw source.damaged("has a Constant '%s' without one value".formatted(node.getName()));
    }
    store(node.getOutput(0), value(node, node.getAttribute(0)));
  }

  private TensorProto value(NodeProto node, AttributeProto attribute) {
    var tensor = TensorProto.newBuilder();
    return switch (attribute.getName()) {
      case "value" -> attribute.getT();
      case "value_int" ->
          tensor.setDataType(DataType.INT64_VALUE).addInt64Data(attribute.getI()).build();
      case "value_ints" ->
          tensor
              .setDataType(DataType.INT64_VALUE)
              .addDims(attribute.getIntsCount())
              .addAllInt64Data(attribute.getIntsList())
              .build();
      case "value_float" ->
          tensor.setDataType(DataType.FLOAT_VALUE).addFloatData(attribute.getF()).build();
      case "value_floats" ->
          tensor
              .setDataType(DataType.FLOAT_VALUE)
              .addDims(attribute.getFloatsCount())
              .addAllFloatData(attribute.getFloatsList())
              .build();
      default ->
          throw source.unsupported(
              "has a Constant '%s' of kind '%s'".formatted(node.getName(), attribute.getName()));
    };
  }

  private void store(String name, TensorProto tensor) {
    stored += tensor.getRawData().size() / Float.BYTES + tensor.getFloatDataCount();
    put(name, tensor);
  }

  private void put(String name, TensorProto tensor) {
    if (name.isEmpty() || byName.put(name, tensor) != null) {
      throw source.damaged("has two tensors called '%s', or one without a name".formatted(name));
    }
  }

  /**
   * A tensor of float32.
   *
   * @throws ModelFileException if there is none of that name, or it is not as long as it says
   */
  Tensor floats(String name) {
    var tensor = stored(name, DataType.FLOAT);
    var shape = shape(name, tensor);
    int length = length(name, tensor, shape, tensor.getFloatDataCount(), Float.BYTES);
    taken += length;
    if (taken > MOST_COPIES * stored) {
      throw source.unsupported("uses tensor '%s' and others in too many places".formatted(name));
    }
    float[] values = new float[length];
    if (tensor.hasRawData()) {
      raw(tensor).asFloatBuffer().get(values);
    } else {
      for (int i = 0; i < values.length; i++) {
        values[i] = tensor.getFloatData(i);
      }
    }
    return new Tensor(shape, values);
  }

  /** A list of integers, as operators take shapes and axes; null if it is a scalar or a matrix. */
  long @Nullable [] integers(String name) {
    var tensor = stored(name, DataType.INT64);
    if (tensor.getDimsCount() != 1) {
      return null;
    }
    var shape = shape(name, tensor);
    long[] values = new long[length(name, tensor, shape, tensor.getInt64DataCount(), Long.BYTES)];
    if (tensor.hasRawData()) {
      raw(tensor).asLongBuffer().get(values);
    } else {
      for (int i = 0; i < values.length; i++) {
        values[i] = tensor.getInt64Data(i);
      }
    }
    return values;
  }

  /** Whether a constant is the truth value false. */
  boolean isFalse(String name) {
    var tensor = stored(name, DataType.BOOL);
    return tensor.hasRawData()
        ? tensor.getRawData().size() == 1 && tensor.getRawData().byteAt(0) == 0
        : tensor.getInt32DataCount() == 1 && tensor.getInt32Data(0) == 0;
  }

  private static ByteBuffer raw(TensorProto tensor) {
    return tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  private TensorProto stored(String name, DataType type) {
    var tensor = byName.get(name);
    if (tensor == null) {
      throw source.unsupported(
          "computes '%s', which has to be a constant where it is used".formatted(name));
    }
    if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL
        || tensor.getExternalDataCount() > 0) {
      throw source.unsupported(
          "keeps tensor '%s' in another file, which is not read".formatted(name),
          "Put all into one file: torch.onnx.export(…, external_data=False), or onnx.save_model in Python");
    }
    if (tensor.getDataType() != type.getNumber() || tensor.hasSegment()) {
      var found = DataType.forNumber(tensor.getDataType());
      throw source.unsupported(
          "has tensor '%s' of type %s where %s is read"
              .formatted(name, found == null ? tensor.getDataType() : found, type),
          "Export the model in float32");
    }
    return tensor;
  }

  private Shape shape(String name, TensorProto tensor) {
    if (tensor.getDimsCount() > MAX_RANK) {
      throw source.unsupported("has tensor '%s' of %d axes".formatted(name, tensor.getDimsCount()));
    }
    int[] dims = new int[tensor.getDimsCount()];
    for (int i = 0; i < dims.length; i++) {
      long dim = tensor.getDims(i);
      if (dim == 0) {
        throw source.unsupported(
            "has tensor '%s' of shape %s, which holds no numbers"
                .formatted(name, tensor.getDimsList()));
      }
      if (dim < 0 || dim > Integer.MAX_VALUE) {
        throw source.damaged(
            "has tensor '%s' of the impossible shape %s".formatted(name, tensor.getDimsList()));
      }
      dims[i] = (int) dim;
    }
    try {
      return Shape.of(dims);
    } catch (ShapeException e) {
      throw source.damaged(
          "has tensor '%s' of shape %s, which is more than one array can hold"
              .formatted(name, tensor.getDimsList()));
    }
  }

  /** The number of elements, once it is clear that they are there. */
  private int length(String name, TensorProto tensor, Shape shape, int listed, int bytes) {
    int size = shape.size();
    boolean fits =
        tensor.hasRawData()
            ? listed == 0 && tensor.getRawData().size() == (long) size * bytes
            : listed == size;
    if (!fits) {
      throw source.damaged(
          "has tensor '%s' of shape %s, which is %d numbers, but holds %s"
              .formatted(
                  name,
                  shape,
                  size,
                  tensor.hasRawData() ? tensor.getRawData().size() + " bytes" : listed));
    }
    return size;
  }
}
