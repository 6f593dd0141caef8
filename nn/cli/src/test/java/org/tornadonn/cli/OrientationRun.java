package org.tornadonn.cli;

import static org.tornadonn.cli.Cli.done;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A training of two epochs that tests look at and leave as it is.
 *
 * @param pictures 40 of 32 pixels, with their answer sheet
 * @param run the folder of the training
 */
public record OrientationRun(Path pictures, Path run) {

  /** The one of all tests in this JVM. */
  private static final OrientationRun ONCE = train();

  public static OrientationRun once() {
    return ONCE;
  }

  public Path model() {
    return run.resolve("model.safetensors");
  }

  private static OrientationRun train() {
    Path folder;
    try {
      folder = Files.createTempDirectory(Path.of("target"), "orientation");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var trained = new OrientationRun(folder.resolve("pictures"), folder.resolve("run"));
    done(
        Cli.run(
            "generate",
            "orientation",
            "--output",
            trained.pictures(),
            "--count",
            40,
            "--image-size",
            32));
    done(
        Cli.run(
            "train",
            "--data",
            trained.pictures(),
            "--output",
            trained.run(),
            "--image-size",
            32,
            "--epochs",
            2,
            "--batch",
            8,
            "--validation",
            0.25,
            "--device",
            "jvm"));
    return trained;
  }
}
