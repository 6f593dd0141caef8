package org.tornadonn.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tornadonn.layer.Tensor;
import org.tornadonn.plan.Shape;
import org.tornadonn.store.ModelFileException;
import org.tornadonn.store.Safetensors;

/**
 * A training's state after some epochs, in a safetensors file: the parameters under PyTorch's
 * names, the optimizer's memory under {@code optimizer.1}, {@code optimizer.2}, …
 *
 * @param epochs the epochs that are done
 * @param notes whatever the caller needs to go on
 */
public record Checkpoint(TrainingState state, int epochs, String notes) {

  private static final String STEPS = "checkpoint.steps";
  private static final String SEED = "checkpoint.seed";
  private static final String EPOCHS = "checkpoint.epochs";
  private static final String NOTES = "checkpoint.notes";
  private static final String MOMENT = "optimizer.";

  /**
   * Writes the checkpoint, in one step: one that is there stays until the new one is complete.
   *
   * @throws ModelFileException if it cannot be written
   */
  public void write(Path file) {
    var tensors = new LinkedHashMap<>(state.parameters());
    for (var moment : state.moments()) {
      int number = tensors.size() - state.parameters().size() + 1;
      tensors.put(MOMENT + number, new Tensor(Shape.of(moment.length), moment));
    }
    var metadata = new LinkedHashMap<String, String>();
    metadata.put(STEPS, Long.toString(state.steps()));
    metadata.put(SEED, Long.toString(state.seed()));
    metadata.put(EPOCHS, Integer.toString(epochs));
    metadata.put(NOTES, notes);
    new Safetensors(tensors, metadata).write(file);
  }

  /**
   * Reads what {@link #write} has written.
   *
   * @throws ModelFileException if there is none, it is damaged, or it is no checkpoint
   */
  public static Checkpoint read(Path file) {
    var content = Safetensors.read(file);
    var parameters = new LinkedHashMap<>(content.tensors());
    var moments = new ArrayList<float[]>();
    var moment = parameters.remove(MOMENT + 1);
    while (moment != null) {
      moments.add(moment.values());
      moment = parameters.remove(MOMENT + (moments.size() + 1));
    }
    var metadata = content.metadata();
    return new Checkpoint(
        new TrainingState(count(file, metadata, STEPS), seed(file, metadata), parameters, moments),
        Math.toIntExact(count(file, metadata, EPOCHS)),
        metadata.getOrDefault(NOTES, ""));
  }

  /** Earlier checkpoints have none: there was nothing to be drawn. */
  private static long seed(Path file, Map<String, String> metadata) {
    try {
      return Long.parseLong(metadata.getOrDefault(SEED, "0"));
    } catch (NumberFormatException e) {
      throw new ModelFileException(
          file,
          "is no checkpoint: its metadata has no seed '%s'".formatted(SEED),
          "Give another file");
    }
  }

  private static long count(Path file, Map<String, String> metadata, String key) {
    try {
      int count = Integer.parseInt(metadata.getOrDefault(key, ""));
      if (count >= 0) {
        return count;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new ModelFileException(
        file,
        "is no checkpoint: its metadata has no count '%s'".formatted(key),
        "Give another file");
  }
}
