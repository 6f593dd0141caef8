package org.tornadonn.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import org.tornadonn.file.FileFault;
import org.tornadonn.layer.Tensor;

/** Writes a safetensors file of float32 tensors, in their order. */
final class SafetensorsWriter {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int CHUNK = 1 << 20;

  private SafetensorsWriter() {}

  static void write(Safetensors content, Path file) {
    try {
      byte[] header = header(content);
      if (header.length > SafetensorsHeader.LIMIT) {
        throw new ModelFileException(
            file, "would have a header of %d bytes".formatted(header.length), "Shorten the names");
      }
      AtomicFile.write(
          file,
          channel -> {
            var buffer = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
            drain(channel, buffer.putLong(header.length).flip());
            drain(channel, ByteBuffer.wrap(header));
            for (var tensor : content.tensors().values()) {
              write(channel, buffer, tensor.values());
            }
          });
    } catch (IOException e) {
      throw new ModelFileException(
          file,
          "cannot be written: " + FileFault.reason(e),
          "Check the folder, its permissions and the free space, or choose another path",
          e);
    }
  }

  /** The header, padded so that the numbers behind it begin at a multiple of 8 bytes. */
  private static byte[] header(Safetensors content) throws JsonProcessingException {
    var entries = new LinkedHashMap<String, Object>();
    if (!content.metadata().isEmpty()) {
      entries.put(Safetensors.METADATA, content.metadata());
    }
    long begin = 0;
    for (var tensor : content.tensors().entrySet()) {
      entries.put(tensor.getKey(), entry(tensor.getValue(), begin));
      begin += (long) tensor.getValue().values().length * Float.BYTES;
    }
    byte[] json = JSON.writeValueAsBytes(entries);
    byte[] padded = Arrays.copyOf(json, Math.ceilDiv(json.length, Long.BYTES) * Long.BYTES);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }

  private static HeaderEntry entry(Tensor tensor, long begin) {
    long end = begin + (long) tensor.values().length * Float.BYTES;
    return new HeaderEntry(
        DataType.F32.name(),
        Arrays.stream(tensor.shape().toArray()).asLongStream().toArray(),
        new long[] {begin, end});
  }

  private static void write(FileChannel channel, ByteBuffer buffer, float[] values)
      throws IOException {
    for (int at = 0; at < values.length; at += CHUNK / Float.BYTES) {
      int length = Math.min(CHUNK / Float.BYTES, values.length - at);
      buffer.clear().asFloatBuffer().put(values, at, length);
      drain(channel, buffer.limit(length * Float.BYTES));
    }
  }

  private static void drain(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
