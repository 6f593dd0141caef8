package org.tornadonn.onnx.tensor;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Tensors as ONNX holds them. */
public final class TensorWriter {

  private TensorWriter() {}

  /** A tensor with a name. */
  public static TensorProto write(String name, HostTensor tensor) {
    var proto =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(tensor.type().code())
            .setRawData(ByteString.copyFrom(bytes(tensor)));
    for (int dim : tensor.dims()) {
      proto.addDims(dim);
    }
    return proto.build();
  }

  /** The numbers, little-endian. */
  public static ByteBuffer bytes(HostTensor tensor) {
    var type = tensor.type();
    var bytes =
        ByteBuffer.allocate(Math.multiplyExact(tensor.size(), type.bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < tensor.size(); i++) {
      switch (type) {
        case FLOAT -> bytes.putFloat((float) tensor.number(i));
        case DOUBLE -> bytes.putDouble(tensor.number(i));
        case FLOAT16 -> bytes.putShort(Float.floatToFloat16((float) tensor.number(i)));
        case BFLOAT16 ->
            bytes.putShort((short) (Float.floatToRawIntBits((float) tensor.number(i)) >>> 16));
        case INT64, UINT64 -> bytes.putLong(tensor.integer(i));
        case INT32, UINT32 -> bytes.putInt((int) tensor.integer(i));
        case INT16, UINT16 -> bytes.putShort((short) tensor.integer(i));
        case INT8, UINT8, BOOL -> bytes.put((byte) tensor.integer(i));
      }
    }
    return bytes.flip();
  }
}
