package org.tornadonn.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.tornadonn.store.ModelFileException;
import org.tornadonn.store.Safetensors;

/** Gives changed checkpoints their right check sum, without which nothing of them is looked at. */
public final class RightSum {

  /** Where a checkpoint has its description. */
  public static final String DESCRIPTION = CheckpointHeader.KEY;

  private RightSum() {}

  /** The content of a checkpoint with the right sum; as it is if it is none. */
  public static byte[] of(Path file) throws IOException {
    try {
      var content = Safetensors.read(file);
      var header = CheckpointHeader.read(file, content.metadata());
      var right = header.withSum(header.sumWith(content.tensors())).toJson();
      new Safetensors(content.tensors(), Map.of(CheckpointHeader.KEY, right)).write(file);
    } catch (ModelFileException | IllegalArgumentException _) {
      return Files.readAllBytes(file);
    }
    return Files.readAllBytes(file);
  }
}
