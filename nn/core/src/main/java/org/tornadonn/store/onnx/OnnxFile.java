package org.tornadonn.store.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import org.tornadonn.layer.Model;
import org.tornadonn.store.AtomicFile;
import org.tornadonn.store.ModelDescription;
import org.tornadonn.store.ModelFileException;

/**
 * A model as an ONNX file: its operations as a graph, its weights as float32, and what it is for in
 * the metadata, under {@link ModelDescription#KEY}.
 *
 * @see <a href="https://onnx.ai/onnx/repo-docs/IR.html">The format</a>
 */
public final class OnnxFile {

  /** The newest that all of ONNX Runtime 1.12, PyTorch and TensorRT 8.6 have. */
  static final int OPSET = 17;

  /** The version of the format that came with that operator set. */
  private static final int FORMAT = 8;

  /** A protocol buffer has at most 2 GiB; the graph and its names take some of it. */
  private static final long MOST_PARAMETERS = (Integer.MAX_VALUE - (64L << 20)) / Float.BYTES;

  private OnnxFile() {}

  /**
   * Writes a model for predictions, in one step: a file that is there stays as it is until the new
   * one is complete. The number of samples in a batch is left open.
   *
   * @param task {@link ModelDescription#ORIENTATION} or {@link ModelDescription#CUSTOM}
   * @throws ModelFileException if the file cannot be written, or the model has operations that ONNX
   *     does not have: the message names them
   * @throws IllegalArgumentException if the task is unknown, or cannot have the model's input
   */
  public static void write(Path file, Model model, String task) {
    if (model.values().length > MOST_PARAMETERS) {
      throw new ModelFileException(
          file,
          "cannot be written: an ONNX file holds at most %d parameters, the model has %d"
              .formatted(MOST_PARAMETERS, model.values().length),
          "Save it as safetensors");
    }
    var description = ModelDescription.of(model, task).withoutLayers();
    var content =
        ModelProto.newBuilder()
            .setIrVersion(FORMAT)
            .setProducerName("tornado-nn")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
            .setGraph(new GraphWriter(file, model).graph())
            .addMetadataProps(
                StringStringEntryProto.newBuilder()
                    .setKey(ModelDescription.KEY)
                    .setValue(description.toJson()))
            .build();
    try {
      AtomicFile.write(
          file,
          channel -> {
            var out = Channels.newOutputStream(channel);
            content.writeTo(out);
            out.flush();
          });
    } catch (IOException e) {
      throw new ModelFileException(
          file,
          "cannot be written: " + ModelFileException.reason(e),
          "Check the folder, its permissions and the free space, or choose another path",
          e);
    }
  }
}
