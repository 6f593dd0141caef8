package org.tornadonn.store;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Model files of other kinds, known by their first bytes. */
enum ForeignFormat {
  PYTORCH(
      "is a PyTorch pickle, not a safetensors file",
      "Save it in Python with safetensors.torch.save_file(model.state_dict(), \"model.safetensors\")"),
  ONNX(
      "is an ONNX model, not a safetensors file",
      "Call it NAME.onnx; in Java, read it with OnnxFile.read"),
  HDF5(
      "is an HDF5 file, as Keras writes it, not a safetensors file",
      "Save its weights in Python with safetensors"),
  GGUF("is a GGUF file, not a safetensors file", "Take the model's safetensors version");

  private final String problem;
  private final String remedy;

  ForeignFormat(String problem, String remedy) {
    this.problem = problem;
    this.remedy = remedy;
  }

  /** What is wrong with such a file. */
  String problem() {
    return problem;
  }

  /** What to do about it. */
  String remedy() {
    return remedy;
  }

  /**
   * The format that begins like this; null if it is none of these.
   *
   * @param head the first bytes of a file, at least 8
   */
  static @Nullable ForeignFormat of(byte[] head) {
    if (startsWith(head, "PK") || (head[0] == (byte) 0x80 && head[1] >= 2 && head[1] <= 5)) {
      return PYTORCH;
    }
    if (startsWith(head, "GGUF")) {
      return GGUF;
    }
    if (startsWith(head, "\u0089HDF")) {
      return HDF5;
    }
    // A protocol buffer whose first field is the ONNX version, and whose second is text.
    return head[0] == 0x08 && head[1] > 0 && head[1] < 32 && (head[2] == 0x12 || head[2] == 0x3a)
        ? ONNX
        : null;
  }

  private static boolean startsWith(byte[] head, String magic) {
    return new String(head, 0, magic.length(), StandardCharsets.ISO_8859_1).equals(magic);
  }
}
