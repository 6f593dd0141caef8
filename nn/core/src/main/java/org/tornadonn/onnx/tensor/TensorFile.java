package org.tornadonn.onnx.tensor;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file with one tensor, as ONNX's test data are. */
public final class TensorFile {

  private TensorFile() {}

  /**
   * Reads it.
   *
   * @throws IOException if it cannot be read
   * @throws Refusal if it is something else, or of a type that is not read
   */
  public static HostTensor read(Path file) throws IOException {
    try {
      return new TensorReader(null).read(TensorProto.parseFrom(Files.readAllBytes(file)));
    } catch (InvalidProtocolBufferException e) {
      throw new Refusal(Reason.CONTAINER, "is given something that is no tensor", e);
    }
  }
}
