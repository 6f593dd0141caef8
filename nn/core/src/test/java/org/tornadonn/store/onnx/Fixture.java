package org.tornadonn.store.onnx;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.tornadonn.plan.Shape;

/** Files beside the tests: see src/test/python/onnx_fixtures.py. */
final class Fixture {

  private static final JsonMapper JSON = new JsonMapper();

  private Fixture() {}

  /**
   * A model that is read.
   *
   * @param sample the shape of one sample of its input
   * @param y what ONNX Runtime gives
   */
  record Read(String file, int[] sample, float[] x, float[] y) {

    Shape input() {
      return Shape.of(sample);
    }

    @Override
    public String toString() {
      return file;
    }
  }

  /** A model that is not read. */
  record Refused(String file, List<String> words) {

    @Override
    public String toString() {
      return file;
    }
  }

  static Path file(String name) {
    try {
      return Path.of(Objects.requireNonNull(Fixture.class.getResource(name), name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<Read> read() {
    return List.of(json("models.json", Read[].class));
  }

  /** Models that are read as graphs. */
  static List<Read> graphs() {
    return List.of(json("graphs.json", Read[].class));
  }

  static List<Refused> refused() {
    return List.of(json("refused.json", Refused[].class));
  }

  private static <T> T json(String name, Class<T> type) {
    try {
      return JSON.readValue(file(name).toFile(), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
