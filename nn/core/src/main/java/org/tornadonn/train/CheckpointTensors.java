package org.tornadonn.train;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.tornadonn.layer.Tensor;
import org.tornadonn.plan.Shape;

/** The tensors of a checkpoint's file, by name. */
final class CheckpointTensors {

  private static final String MOMENT = "optimizer.";
  private static final String BEST = "best.";
  private static final int CHUNK = 1 << 14;

  private CheckpointTensors() {}

  static Map<String, Tensor> of(Checkpoint checkpoint) {
    var training = checkpoint.training();
    var tensors = new LinkedHashMap<>(training.parameters());
    int number = 0;
    for (var moment : training.moments()) {
      number++;
      tensors.put(MOMENT + number, new Tensor(Shape.of(moment.length), moment));
    }
    checkpoint.fit().best().parameters().forEach((name, it) -> tensors.put(BEST + name, it));
    return tensors;
  }

  /** Whether there are as many tensors as the header counts, and all others are best ones. */
  static boolean fit(CheckpointHeader header, Map<String, Tensor> tensors) {
    return header.parameters() >= 0
        && header.moments() >= 0
        && (long) header.parameters() + header.moments() <= tensors.size()
        && tensors.keySet().stream()
            .skip(header.parameters() + header.moments())
            .allMatch(name -> name.startsWith(BEST));
  }

  /** What {@link #of} took apart, if all {@link #fit}. */
  static Checkpoint restore(CheckpointHeader header, Map<String, Tensor> tensors) {
    var parameters = new LinkedHashMap<String, Tensor>();
    var best = new LinkedHashMap<String, Tensor>();
    var moments = new ArrayList<float[]>();
    int at = 0;
    for (var tensor : tensors.entrySet()) {
      if (at < header.parameters()) {
        parameters.put(tensor.getKey(), tensor.getValue());
      } else if (at < header.parameters() + header.moments()) {
        moments.add(tensor.getValue().values());
      } else {
        best.put(tensor.getKey().substring(BEST.length()), tensor.getValue());
      }
      at++;
    }
    return new Checkpoint(
        new TrainingState(header.steps(), header.seed(), parameters, moments),
        header.state(best),
        header.data() == null ? TrainedOn.UNKNOWN : header.data());
  }

  /** A check sum of a text, and of names and values in their order. */
  static long sum(String text, Map<String, Tensor> tensors) {
    var sum = new CRC32C();
    sum.update(text.getBytes(StandardCharsets.UTF_8));
    var chunk = ByteBuffer.allocate(CHUNK * Float.BYTES);
    for (var tensor : tensors.entrySet()) {
      sum.update(tensor.getKey().getBytes(StandardCharsets.UTF_8));
      var values = tensor.getValue().values();
      for (int from = 0; from < values.length; from += CHUNK) {
        int length = Math.min(CHUNK, values.length - from);
        chunk.clear().asFloatBuffer().put(values, from, length);
        sum.update(chunk.limit(length * Float.BYTES));
      }
    }
    return sum.getValue();
  }
}
