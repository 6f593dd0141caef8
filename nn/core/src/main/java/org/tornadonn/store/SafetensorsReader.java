package org.tornadonn.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.tornadonn.file.FileFault;
import org.tornadonn.heap.Heap;
import org.tornadonn.heap.HeapException;
import org.tornadonn.layer.Tensor;

/** Reads a safetensors file: the header first, the numbers only when all of it is in order. */
final class SafetensorsReader {

  private static final int CHUNK = 1 << 20;

  /** The memory that a byte of a header becomes, if it names many small tensors. */
  private static final long PARSED = 10;

  private final Path file;
  private final FileChannel channel;

  private final boolean exact;

  private SafetensorsReader(Path file, FileChannel channel, boolean exact) {
    this.file = file;
    this.channel = channel;
    this.exact = exact;
  }

  /**
   * Reads a file.
   *
   * @param exact whether whole numbers that float32 may not have are refused
   */
  static StoredTensors read(Path file, boolean exact) {
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
      return new SafetensorsReader(file, channel, exact).read();
    } catch (EOFException e) {
      throw new ModelFileException(
          file, "became shorter while it was read", "Wait until it is written", e);
    } catch (HeapException e) {
      throw new ModelFileException(
          file, "cannot be read: " + e.getMessage(), "Start Java with a larger -Xmx", e);
    } catch (OutOfMemoryError e) {
      throw new ModelFileException(
          file,
          "takes more memory than is left of the %s that Java may use"
              .formatted(Heap.text(Heap.bytes())),
          "Start Java with a larger -Xmx",
          e);
    } catch (IOException e) {
      throw new ModelFileException(
          file, "cannot be read: " + FileFault.reason(e), "Check the file and its permissions", e);
    }
  }

  private StoredTensors read() throws IOException {
    int headerLength = headerLength(channel.size());
    long data = Long.BYTES + (long) headerLength;
    Heap.require(PARSED * headerLength, () -> "its header of %d bytes".formatted(headerLength));
    byte[] json = Heap.bytes(headerLength, () -> "its header");
    fill(ByteBuffer.wrap(json), Long.BYTES);
    var header = SafetensorsHeader.parse(file, json, channel.size() - data);
    Heap.require(bytes(header), () -> "all of it");
    var chunk =
        ByteBuffer.allocateDirect((int) Math.min(CHUNK, channel.size() - data))
            .order(ByteOrder.LITTLE_ENDIAN);
    var tensors = new LinkedHashMap<String, Tensor>();
    var types = new LinkedHashMap<String, DataType>();
    var unread = new LinkedHashMap<String, String>();
    for (var entry : header.tensors()) {
      switch (entry) {
        case TensorEntry.Numbers numbers -> {
          tensors.put(entry.name(), tensor(numbers, data, chunk));
          types.put(entry.name(), numbers.type());
        }
        case TensorEntry.Unread left -> unread.put(entry.name(), left.reason());
      }
    }
    return new StoredTensors(new Safetensors(tensors, header.metadata(), unread), types);
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

  private static long bytes(SafetensorsHeader header) {
    return header.tensors().stream()
        .mapToLong(
            entry ->
                switch (entry) {
                  case TensorEntry.Numbers tensor -> (long) Float.BYTES * tensor.shape().size();
                  case TensorEntry.Unread _ -> 0;
                })
        .sum();
  }

  private Tensor tensor(TensorEntry.Numbers entry, long data, ByteBuffer chunk) throws IOException {
    float[] values = Heap.floats(entry.shape().size(), () -> "tensor '%s'".formatted(entry.name()));
    int size = entry.type().bytes();
    int most = chunk.capacity() / size;
    for (int at = 0; at < values.length; at += most) {
      int length = Math.min(most, values.length - at);
      fill(chunk.clear().limit(length * size), data + entry.begin() + (long) at * size);
      entry.type().decode(chunk.flip(), values, at, length);
      requireExact(entry, chunk, length);
    }
    return new Tensor(entry.shape(), values);
  }

  private void requireExact(TensorEntry.Numbers entry, ByteBuffer chunk, int length) {
    var wrong = exact ? entry.type().inexact(chunk, length) : null;
    if (wrong != null) {
      throw new ModelFileException(
          file,
          "has the number %s in tensor '%s', but whole numbers are kept up to 16777216"
              .formatted(wrong, SafetensorsHeader.brief(entry.name())),
          "Give smaller ones, or store it as F32 if they need not be exact");
    }
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
