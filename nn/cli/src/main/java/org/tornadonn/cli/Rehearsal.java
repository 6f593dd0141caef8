package org.tornadonn.cli;

import java.nio.file.Path;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.OrientationModel;
import org.tornadonn.store.ModelDescription;
import org.tornadonn.store.ModelFile;

/**
 * Predicts a picture as users do, with an untrained model. The JVM that runs it keeps what it has
 * loaded and seen ({@code -XX:AOTCacheOutput}), so that later ones start sooner.
 */
public final class Rehearsal {

  private static final int IMAGE_SIZE = 480;

  private Rehearsal() {}

  /** Rehearses in a folder, which its caller removes. */
  public static void main(String[] folder) {
    var pictures = Path.of(folder[0], "pictures");
    var file = Path.of(folder[0], "model.safetensors");
    var model = new Model(OrientationModel.layers(), OrientationModel.input(IMAGE_SIZE), 0);
    ModelFile.save(file, model, ModelDescription.ORIENTATION);
    run(
        "generate",
        "orientation",
        "--count",
        "1",
        "--image-size",
        "" + IMAGE_SIZE,
        "-o",
        pictures.toString());
    run(
        "predict",
        "--device",
        "jvm",
        "--model",
        file.toString(),
        pictures.resolve("images").resolve("00000.png").toString());
  }

  private static void run(String... command) {
    if (Main.run(command) != 0) {
      throw new IllegalStateException("The rehearsal of %s failed.".formatted(command[0]));
    }
  }
}
