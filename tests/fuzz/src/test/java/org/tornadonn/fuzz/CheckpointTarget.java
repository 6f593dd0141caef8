package org.tornadonn.fuzz;

import static org.tornadonn.layer.Layers.linear;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tornadonn.heap.HeapException;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;
import org.tornadonn.store.ModelFileException;
import org.tornadonn.train.Checkpoint;
import org.tornadonn.train.RightSum;
import org.tornadonn.train.TrainingState;

/** What a training needs to go on. */
record CheckpointTarget() implements Target {

  private static final List<byte[]> SEEDS =
      List.of(
          Fixtures.written(
              file ->
                  Checkpoint.first(TrainingState.first(new Model(linear(3, 2), Shape.of(3), 1)))
                      .write(file)));

  @Override
  public String name() {
    return "checkpoint";
  }

  @Override
  public String ending() {
    return ".safetensors";
  }

  @Override
  public int inputs() {
    return 2000;
  }

  @Override
  public List<byte[]> seeds() {
    return SEEDS;
  }

  @Override
  public byte[] input(Choices choices) {
    byte[] seed = SEEDS.getFirst();
    byte[] input =
        choices.oneIn(3)
            ? SafetensorsTarget.input(SEEDS, choices)
            : ModelTarget.described(seed, RightSum.DESCRIPTION, choices);
    return choices.oneIn(4) ? input : summed(input);
  }

  private static byte[] summed(byte[] input) {
    try {
      var file = Files.createTempFile("checkpoint", "");
      try {
        Files.write(file, input);
        return RightSum.of(file);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void read(Path file) {
    Checkpoint.read(file);
  }

  @Override
  public List<Class<? extends Exception>> refusals() {
    return List.of(ModelFileException.class, HeapException.class);
  }
}
