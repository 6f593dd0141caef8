package org.tornadonn.store.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tornadonn.file.FileFault;
import org.tornadonn.onnx.WireCheck;
import org.tornadonn.store.ModelFileException;

/** Reads the protocol buffer of an ONNX file; what it says is not checked yet. */
final class OnnxReader {

  /** The file, its numbers as they are read, and the model's own take a few times its size. */
  private static final int COPIES = 4;

  private OnnxReader() {}

  static ModelProto read(Path file) {
    if (!Files.exists(file)) {
      throw new ModelFileException(file, "does not exist", "Check the path");
    }
    if (!Files.isRegularFile(file)) {
      throw new ModelFileException(
          file,
          Files.isDirectory(file) ? "is a folder, not a model file" : "is no regular file",
          "Give the path of an ONNX file");
    }
    try {
      requireSize(file, Files.size(file));
      byte[] bytes = Files.readAllBytes(file);
      WireCheck.check(bytes, ModelProto.getDescriptor());
      var in = CodedInputStream.newInstance(bytes);
      in.enableAliasing(true);
      return ModelProto.parseFrom(in);
    } catch (InvalidProtocolBufferException e) {
      throw new ModelFileException(
          file, "is no ONNX file, or damaged: " + e.getMessage(), Source.DAMAGED, e);
    } catch (IOException e) {
      throw new ModelFileException(
          file, "cannot be read: " + FileFault.reason(e), "Check the file and its permissions", e);
    }
  }

  private static void requireSize(Path file, long size) {
    if (size == 0) {
      throw new ModelFileException(file, "is empty", "Copy or export it again");
    }
    if (size > Integer.MAX_VALUE - 8) {
      throw new ModelFileException(
          file,
          "has %d bytes, but an ONNX file has at most 2 GiB".formatted(size),
          "Keep large weights as safetensors");
    }
    long most = Runtime.getRuntime().maxMemory();
    if (size * COPIES > most) {
      throw new ModelFileException(
          file,
          "takes %d MiB of memory, but Java may use %d MiB"
              .formatted((size * COPIES) >> 20, most >> 20),
          "Start Java with a larger -Xmx");
    }
  }
}
