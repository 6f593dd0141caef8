package org.tornadonn.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.tornadonn.store.ModelFileException;
import org.tornadonn.store.Safetensors;

/**
 * All that a training needs to go on, in a safetensors file: the parameters and running states
 * under PyTorch's names, the optimizer's memory under {@code optimizer.1}, {@code optimizer.2}, …,
 * the parameters of the best epoch, where they are kept, under {@code best.} and their names; the
 * rest, with a check sum, in the metadata.
 *
 * @param training what the trainer needs
 * @param fit where the fit stands
 * @param data what it was trained on, to notice if that has changed; {@link TrainedOn#UNKNOWN} if
 *     nobody looked
 */
public record Checkpoint(TrainingState training, FitState fit, TrainedOn data) {

  /**
   * A checkpoint of a training on data that nobody has looked at.
   *
   * @param training what the trainer needs
   * @param fit where the fit stands
   */
  public Checkpoint(TrainingState training, FitState fit) {
    this(training, fit, TrainedOn.UNKNOWN);
  }

  /**
   * {@return where a training stands before the first step}
   *
   * @param training what the trainer begins with
   */
  public static Checkpoint first(TrainingState training) {
    return new Checkpoint(training, FitState.FIRST);
  }

  /**
   * The same with what is known of its data now.
   *
   * @param now what the training goes on with
   * @return a copy of this
   */
  public Checkpoint on(TrainedOn now) {
    return new Checkpoint(training, fit, now);
  }

  /**
   * Writes the checkpoint, in one step: one that is there stays until the new one is complete.
   *
   * @param file a safetensors file
   * @throws ModelFileException if it cannot be written
   */
  public void write(Path file) {
    var tensors = CheckpointTensors.of(this);
    var metadata = new LinkedHashMap<String, String>();
    var header = CheckpointHeader.of(this);
    metadata.put(CheckpointHeader.KEY, header.withSum(header.sumWith(tensors)).toJson());
    new Safetensors(tensors, metadata).write(file);
  }

  /**
   * Reads what {@link #write} has written.
   *
   * @param file a safetensors file
   * @return what was written
   * @throws ModelFileException if there is none, it is damaged, of another format version, or no
   *     checkpoint
   */
  public static Checkpoint read(Path file) {
    var content = Safetensors.read(file);
    var header = CheckpointHeader.read(file, content.metadata());
    if (header.sum() != header.sumWith(content.tensors())) {
      throw new ModelFileException(
          file, "is a damaged checkpoint: its check sum is wrong", "Use an earlier one");
    }
    if (!CheckpointTensors.fit(header, content.tensors())) {
      throw new ModelFileException(
          file,
          "is a damaged checkpoint: its tensors are not those it counts",
          "Use an earlier one");
    }
    return CheckpointTensors.restore(header, content.tensors());
  }
}
