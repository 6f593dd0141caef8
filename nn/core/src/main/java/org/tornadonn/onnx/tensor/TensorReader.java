package org.tornadonn.onnx.tensor;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads tensors of ONNX, and believes nothing that they say about their size. Numbers in another
 * file are read if that lies in the folder of the model, and nowhere else.
 *
 * @param folder where other files may be; null for nowhere
 * @see <a href="https://onnx.ai/onnx/repo-docs/ExternalData.html">External data</a>
 */
public record TensorReader(@Nullable Path folder) {

  /**
   * Reads a tensor.
   *
   * @throws Refusal if it is of a type that is not read, damaged, or elsewhere
   */
  public HostTensor read(TensorProto tensor) {
    try {
      return numbers(tensor, ElementType.of(tensor.getDataType()));
    } catch (Refusal e) {
      throw e.at("a tensor '%s' that".formatted(brief(tensor.getName())));
    }
  }

  /** The sizes that a tensor says to have. */
  public static int[] dims(TensorProto tensor) {
    if (tensor.getDimsCount() > HostTensor.MAX_RANK) {
      throw new Refusal(Reason.DAMAGED, "has %d axes".formatted(tensor.getDimsCount()));
    }
    int[] dims = new int[tensor.getDimsCount()];
    for (int i = 0; i < dims.length; i++) {
      long dim = tensor.getDims(i);
      if (dim < 0 || dim > Integer.MAX_VALUE) {
        throw new Refusal(
            Reason.DAMAGED, "has the impossible sizes %s".formatted(tensor.getDimsList()));
      }
      dims[i] = (int) dim;
    }
    HostTensor.size(dims);
    return dims;
  }

  private HostTensor numbers(TensorProto tensor, ElementType type) {
    if (tensor.hasSegment()) {
      throw new Refusal(Reason.TYPE, "is stored in segments");
    }
    int[] dims = dims(tensor);
    if (isElsewhere(tensor)) {
      return decode(type, dims, external(tensor, (long) HostTensor.size(dims) * type.bytes()));
    }
    if (tensor.hasRawData()) {
      return decode(type, dims, tensor.getRawData().asReadOnlyByteBuffer());
    }
    return switch (type) {
      case FLOAT -> listed(type, dims, tensor.getFloatDataCount(), tensor::getFloatData);
      case DOUBLE -> listed(type, dims, tensor.getDoubleDataCount(), tensor::getDoubleData);
      case FLOAT16 ->
          listed(
              type,
              dims,
              tensor.getInt32DataCount(),
              i -> Float.float16ToFloat((short) tensor.getInt32Data(i)));
      case BFLOAT16 ->
          listed(
              type,
              dims,
              tensor.getInt32DataCount(),
              i -> Float.intBitsToFloat(tensor.getInt32Data(i) << 16));
      case INT64 -> whole(type, dims, tensor.getInt64DataCount(), tensor::getInt64Data);
      case UINT32, UINT64 -> whole(type, dims, tensor.getUint64DataCount(), tensor::getUint64Data);
      default -> whole(type, dims, tensor.getInt32DataCount(), tensor::getInt32Data);
    };
  }

  private static boolean isElsewhere(TensorProto tensor) {
    return tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL
        || tensor.getExternalDataCount() > 0;
  }

  private static HostTensor listed(
      ElementType type, int[] dims, int count, IntToDoubleFunction number) {
    requireCount(dims, count);
    return HostTensor.fractions(type, dims, number);
  }

  private static HostTensor whole(
      ElementType type, int[] dims, int count, IntToLongFunction number) {
    requireCount(dims, count);
    return HostTensor.integers(type, dims, i -> requireRead(type, number.applyAsLong(i)));
  }

  private static void requireCount(int[] dims, int count) {
    if (HostTensor.size(dims) != count) {
      throw new Refusal(
          Reason.DAMAGED, "holds %d numbers for %s".formatted(count, Arrays.toString(dims)));
    }
  }

  private static long requireRead(ElementType type, long number) {
    if (type == ElementType.UINT64 && number < 0) {
      throw new Refusal(Reason.EXACTNESS, "has numbers beyond 2⁶³");
    }
    return number;
  }

  private static HostTensor decode(ElementType type, int[] dims, ByteBuffer given) {
    int size = HostTensor.size(dims);
    if (given.remaining() != (long) size * type.bytes()) {
      throw new Refusal(
          Reason.DAMAGED,
          "holds %d bytes for %s of %s".formatted(given.remaining(), Arrays.toString(dims), type));
    }
    var bytes = given.slice().order(ByteOrder.LITTLE_ENDIAN);
    return switch (type) {
      case FLOAT -> {
        float[] floats = new float[size];
        bytes.asFloatBuffer().get(floats);
        yield HostTensor.of(type, dims, floats);
      }
      case DOUBLE -> HostTensor.fractions(type, dims, i -> bytes.getDouble(i * Double.BYTES));
      case FLOAT16 ->
          HostTensor.fractions(
              type, dims, i -> Float.float16ToFloat(bytes.getShort(i * Short.BYTES)));
      case BFLOAT16 ->
          HostTensor.fractions(
              type, dims, i -> Float.intBitsToFloat(bytes.getShort(i * Short.BYTES) << 16));
      default ->
          HostTensor.integers(type, dims, i -> requireRead(type, whole(type.bytes(), bytes, i)));
    };
  }

  private static long whole(int width, ByteBuffer bytes, int i) {
    return switch (width) {
      case Byte.BYTES -> bytes.get(i);
      case Short.BYTES -> bytes.getShort(i * Short.BYTES);
      case Integer.BYTES -> bytes.getInt(i * Integer.BYTES);
      default -> bytes.getLong(i * Long.BYTES);
    };
  }

  /** The bytes of a tensor that lie in another file. */
  private ByteBuffer external(TensorProto tensor, long length) {
    var entries = new HashMap<String, String>();
    tensor.getExternalDataList().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
    var file = beside(entries.getOrDefault("location", ""));
    long offset = number(entries.getOrDefault("offset", "0"));
    long said = number(entries.getOrDefault("length", String.valueOf(length)));
    try (var channel = FileChannel.open(file)) {
      if (said != length || offset > channel.size() - length) {
        throw new Refusal(
            Reason.DAMAGED,
            "needs %d bytes from %d on of '%s', which has %d"
                .formatted(length, offset, file.getFileName(), channel.size()));
      }
      return channel.map(MapMode.READ_ONLY, offset, length);
    } catch (IOException e) {
      throw new Refusal(
          Reason.DAMAGED, "is in '%s', which cannot be read".formatted(file.getFileName()), e);
    }
  }

  private static long number(String text) {
    try {
      long number = Long.parseLong(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new Refusal(Reason.DAMAGED, "lies at '%s' of another file".formatted(brief(text)), e);
    }
    throw new Refusal(Reason.DAMAGED, "lies at '%s' of another file".formatted(brief(text)));
  }

  /** A file in the folder itself or below it, also after links are followed. */
  private Path beside(String location) {
    if (folder == null) {
      throw new Refusal(Reason.DAMAGED, "is in another file, of which there is none here");
    }
    try {
      var inside = Path.of(location);
      boolean climbs = List.of(location.split("[/\\\\]", -1)).contains("..");
      if (!location.isEmpty() && !inside.isAbsolute() && !climbs) {
        var root = folder.toRealPath();
        var file = root.resolve(inside).toRealPath();
        if (file.startsWith(root) && Files.isRegularFile(file)) {
          return file;
        }
      }
    } catch (InvalidPathException | IOException e) {
      throw new Refusal(Reason.ELSEWHERE, elsewhere(location), e);
    }
    throw new Refusal(Reason.ELSEWHERE, elsewhere(location));
  }

  private static String elsewhere(String location) {
    return "is in a file '%s', which is no file in the model's folder".formatted(brief(location));
  }

  private static String brief(String name) {
    return name.length() <= 80 ? name : name.substring(0, 80) + "…";
  }
}
