package org.tornadonn.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.tornadonn.layer.Tensor;

/** Reads a safetensors file: the header first, the numbers only when all of it is in order. */
final class SafetensorsReader {

  private static final int CHUNK = 1 << 20;

  private final Path file;
  private final FileChannel channel;

  private SafetensorsReader(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static Safetensors read(Path file) {
    if (!Files.exists(file)) {
      throw new ModelFileException(file, "does not exist", "Check the path");
    }
    if (!Files.isRegularFile(file)) {
      throw new ModelFileException(
          file,
          Files.isDirectory(file) ? "is a folder, not a model file" : "is no regular file",
          "Give the path of a safetensors file");
    }
    try (var channel = FileChannel.open(file)) {
      return new SafetensorsReader(file, channel).read();
    } catch (EOFException e) {
      throw new ModelFileException(
          file, "became shorter while it was read", "Wait until it is written", e);
    } catch (IOException e) {
      throw new ModelFileException(
          file,
          "cannot be read: " + ModelFileException.reason(e),
          "Check the file and its permissions",
          e);
    }
  }

  private Safetensors read() throws IOException {
    int headerLength = headerLength(channel.size());
    long data = Long.BYTES + (long) headerLength;
    byte[] json = new byte[headerLength];
    fill(ByteBuffer.wrap(json), Long.BYTES);
    var header = SafetensorsHeader.parse(file, json, channel.size() - data);
    requireMemory(header);
    var chunk =
        ByteBuffer.allocateDirect((int) Math.min(CHUNK, channel.size() - data))
            .order(ByteOrder.LITTLE_ENDIAN);
    var tensors = new LinkedHashMap<String, Tensor>();
    for (var entry : header.tensors()) {
      tensors.put(entry.name(), tensor(entry, data, chunk));
    }
    return new Safetensors(tensors, header.metadata());
  }

  private int headerLength(long size) throws IOException {
    if (size < Long.BYTES + 2) {
      throw new ModelFileException(
          file,
          size == 0 ? "is empty" : "is no safetensors file: it has only %d bytes".formatted(size),
          "Copy or download it again");
    }
    var head = ByteBuffer.allocate(Long.BYTES + 1).order(ByteOrder.LITTLE_ENDIAN);
    fill(head, 0);
    long length = head.getLong(0);
    boolean brace = head.get(Long.BYTES) == '{';
    if (!brace) {
      var foreign = ForeignFormat.of(head.array());
      throw foreign == null
          ? new ModelFileException(
              file,
              "is no safetensors file: it has no header at byte 8",
              "Save the weights with safetensors.torch.save_file in Python")
          : new ModelFileException(file, foreign.problem(), foreign.remedy());
    }
    if (length < 2 || length > Math.min(SafetensorsHeader.LIMIT, size - Long.BYTES)) {
      throw new ModelFileException(
          file,
          "says that its header has %s bytes; the file has %d, and a header at most %d"
              .formatted(Long.toUnsignedString(length), size, SafetensorsHeader.LIMIT),
          "Copy or download it again");
    }
    return (int) length;
  }

  private void requireMemory(SafetensorsHeader header) {
    long bytes = 0;
    for (var entry : header.tensors()) {
      bytes += (long) entry.shape().size() * Float.BYTES;
    }
    long most = Runtime.getRuntime().maxMemory();
    if (bytes > most) {
      throw new ModelFileException(
          file,
          "takes %d MiB of memory, but Java may use %d MiB".formatted(bytes >> 20, most >> 20),
          "Start Java with a larger -Xmx");
    }
  }

  private Tensor tensor(TensorEntry entry, long data, ByteBuffer chunk) throws IOException {
    float[] values = new float[entry.shape().size()];
    int size = entry.type().bytes();
    int most = chunk.capacity() / size;
    for (int at = 0; at < values.length; at += most) {
      int length = Math.min(most, values.length - at);
      fill(chunk.clear().limit(length * size), data + entry.begin() + (long) at * size);
      entry.type().decode(chunk.flip(), values, at, length);
    }
    return new Tensor(entry.shape(), values);
  }

  private void fill(ByteBuffer buffer, long position) throws IOException {
    long at = position;
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer, at);
      if (read < 0) {
        throw new EOFException();
      }
      at += read;
    }
  }
}
