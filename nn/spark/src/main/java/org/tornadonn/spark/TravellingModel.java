package org.tornadonn.spark;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tornadonn.layer.Model;
import org.tornadonn.store.ModelDescription;
import org.tornadonn.store.ModelFile;

/**
 * A model as it travels to other machines: its file, and what is frozen. The layers have to be ones
 * that model files know.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TravellingModel(byte[] file, List<String> frozen) implements Serializable {

  static TravellingModel of(Model model) {
    return of(
        new ModelFile(model, ModelDescription.of(model, ModelDescription.CUSTOM)), model.frozen());
  }

  static TravellingModel of(ModelFile model) {
    return of(model, List.of());
  }

  private static TravellingModel of(ModelFile model, List<String> frozen) {
    return throughFile(
        file -> {
          model.save(file);
          return new TravellingModel(Files.readAllBytes(file), frozen);
        });
  }

  /**
   * The model and its description.
   *
   * @throws org.tornadonn.store.ModelFileException if it has layers that files do not know
   */
  ModelFile open() {
    var opened =
        throughFile(
            path -> {
              Files.write(path, file);
              return ModelFile.load(path);
            });
    frozen.forEach(opened.model()::freeze);
    return opened;
  }

  /** What is done with a file. */
  private interface Use<T> {
    T with(Path file) throws IOException;
  }

  private static <T> T throughFile(Use<T> use) {
    try {
      var file = Files.createTempFile("tornado-nn-model", ".safetensors");
      try {
        return use.with(file);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The temporary folder cannot be used for the model.", e);
    }
  }
}
