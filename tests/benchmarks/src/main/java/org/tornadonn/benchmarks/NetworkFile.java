package org.tornadonn.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;
import org.tornadonn.store.onnx.OnnxFile;

/**
 * A network in an ONNX file, for predictions.
 *
 * @param file the file
 * @param shape of one sample, if the file leaves it open
 */
public record NetworkFile(Path file, @Nullable Shape shape) implements Network {

  /** What stands between the file and the shape. */
  private static final String AT = "@";

  /**
   * A file by what the command line has.
   *
   * @param name {@code FILE.onnx} or {@code FILE.onnx@3x48x192}
   */
  static NetworkFile of(String name) {
    int at = name.lastIndexOf(AT);
    var path = Path.of(at < 0 ? name : name.substring(0, at)).toAbsolutePath();
    if (!path.toString().endsWith(".onnx")) {
      throw new IllegalArgumentException(
          "There is no network '%s': choose from %s, or name an ONNX file."
              .formatted(name, KnownNetwork.names()));
    }
    return new NetworkFile(path, at < 0 ? null : shape(name.substring(at + 1)));
  }

  private static Shape shape(String text) {
    try {
      return Shape.of(Arrays.stream(text.split("x")).mapToInt(Integer::parseInt).toArray());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'%s' is no shape of one sample: expected sizes such as 3x224x224.".formatted(text), e);
    }
  }

  @Override
  public Model model(int imageSize) {
    return (shape == null ? OnnxFile.read(file) : OnnxFile.read(file, shape)).model();
  }

  @Override
  public Shape input(int imageSize) {
    return shape == null ? model(imageSize).input() : shape;
  }

  @Override
  public boolean isClassifier() {
    return false;
  }

  @Override
  public List<Layer> chain() {
    return List.of();
  }

  @Override
  public String title() {
    return String.valueOf(file.getFileName());
  }

  @Override
  public String toString() {
    return shape == null
        ? file.toString()
        : file
            + AT
            + String.join("x", Arrays.stream(shape.toArray()).mapToObj(String::valueOf).toList());
  }
}
