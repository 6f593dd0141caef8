package org.tornadonn.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tornadonn.json.JsonFault;
import org.tornadonn.json.StrictJson;
import org.tornadonn.layer.Tensor;
import org.tornadonn.store.ModelFileException;

/**
 * What a checkpoint says beside its tensors, as JSON in their file's metadata.
 *
 * @param format of checkpoints; {@link #OLDEST} to {@link #FORMAT} are read
 * @param sum the check sum of the tensors and of all that is said here
 * @param parameters how many of the tensors are the model's; they come first
 * @param moments how many are the optimizer's; they come next, then the best parameters
 * @param steps the steps so far
 * @param seed what random masks come from
 * @param data what the training has seen; null if nobody looked, as in format 2
 */
record CheckpointHeader(
    int format,
    long sum,
    int parameters,
    int moments,
    long steps,
    long seed,
    int epoch,
    int step,
    double lossSum,
    int samples,
    int size,
    int batchSize,
    int bestEpoch,
    double bestValue,
    ReduceOnPlateau.State plateau,
    EarlyStopping.State stopping,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable TrainedOn data) {

  static final String KEY = "tornado-nn-checkpoint";

  /** The version that is written. Version 1 had no name for itself, version 2 no data. */
  static final int FORMAT = 3;

  private static final int OLDEST = 2;

  private static final String FIRST_FORMAT = "checkpoint.epochs";
  private static final JsonMapper JSON = new JsonMapper();

  /** Without a check sum. */
  static CheckpointHeader of(Checkpoint checkpoint) {
    var training = checkpoint.training();
    var fit = checkpoint.fit();
    return new CheckpointHeader(
        FORMAT,
        0,
        training.parameters().size(),
        training.moments().size(),
        training.steps(),
        training.seed(),
        fit.epoch(),
        fit.step(),
        fit.lossSum(),
        fit.samples(),
        fit.size(),
        fit.batchSize(),
        fit.best().epoch(),
        fit.best().value(),
        fit.plateau(),
        fit.stopping(),
        checkpoint.data().equals(TrainedOn.UNKNOWN) ? null : checkpoint.data());
  }

  CheckpointHeader withSum(long other) {
    return new CheckpointHeader(
        format,
        other,
        parameters,
        moments,
        steps,
        seed,
        epoch,
        step,
        lossSum,
        samples,
        size,
        batchSize,
        bestEpoch,
        bestValue,
        plateau,
        stopping,
        data);
  }

  /** The check sum that belongs to these tensors. */
  long sumWith(Map<String, Tensor> tensors) {
    return CheckpointTensors.sum(withSum(0).toJson(), tensors);
  }

  FitState state(Map<String, Tensor> best) {
    return new FitState(
        epoch,
        step,
        lossSum,
        samples,
        size,
        batchSize,
        new FitState.Best(bestEpoch, bestValue, best),
        plateau,
        stopping);
  }

  String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static CheckpointHeader read(Path file, Map<String, String> metadata) {
    var text = metadata.get(KEY);
    if (text == null) {
      throw metadata.containsKey(FIRST_FORMAT)
          ? otherFormat(file, 1)
          : new ModelFileException(
              file, "is no checkpoint: it has no '%s'".formatted(KEY), "Give another file");
    }
    try {
      var tree = StrictJson.tree(text);
      int format = tree.path("format").asInt();
      if (format < OLDEST || format > FORMAT) {
        throw otherFormat(file, format);
      }
      return JSON.treeToValue(tree, CheckpointHeader.class);
    } catch (JsonFault e) {
      throw damaged(file, e);
    } catch (JsonProcessingException e) {
      throw damaged(file, JsonFault.of(e));
    }
  }

  private static ModelFileException damaged(Path file, JsonFault fault) {
    return new ModelFileException(
        file,
        "is a damaged checkpoint: its description is broken: " + fault.getMessage(),
        "Use an earlier one",
        fault);
  }

  private static ModelFileException otherFormat(Path file, int format) {
    return new ModelFileException(
        file,
        "is a checkpoint of format %d, and only formats %d to %d are read"
            .formatted(format, OLDEST, FORMAT),
        "Go on with the version of the library that wrote it, or begin anew");
  }
}
