package org.tornadonn.store;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;

/**
 * What a model file says beside its weights.
 *
 * @param version of this description
 * @param task {@link #ORIENTATION} or {@link #CUSTOM}
 * @param input the shape of one sample
 * @param layers the network; null if it has layers that files have no name for
 * @param preprocessing of pictures; null unless the task is orientation
 */
public record ModelDescription(
    int version,
    String task,
    Shape input,
    @JsonSetter(nulls = Nulls.SET) @Nullable Layer layers,
    @JsonSetter(nulls = Nulls.SET) @Nullable Preprocessing preprocessing) {

  /** The version that is written, and the only one that is read. */
  public static final int VERSION = 1;

  /** The key of the description among a file's metadata. */
  public static final String KEY = "tornado-nn";

  /** Predicts the sine and cosine of a picture's rotation. */
  public static final String ORIENTATION = "orientation";

  /** Anything else. */
  public static final String CUSTOM = "custom";

  public ModelDescription {
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "version %d is not known, only %d".formatted(version, VERSION));
    }
    if (!task.equals(ORIENTATION) && !task.equals(CUSTOM)) {
      throw new IllegalArgumentException(
          "there is no task '%s', only '%s' and '%s'"
              .formatted(SafetensorsHeader.brief(task), ORIENTATION, CUSTOM));
    }
    if (task.equals(ORIENTATION) != (preprocessing != null)) {
      throw new IllegalArgumentException("preprocessing belongs to the task 'orientation' alone");
    }
    if (preprocessing != null
        && !input.equals(Shape.of(1, preprocessing.imageSize(), preprocessing.imageSize()))) {
      throw new IllegalArgumentException(
          "the task 'orientation' takes one channel of %d by %d pixels, not %s"
              .formatted(preprocessing.imageSize(), preprocessing.imageSize(), input));
    }
  }

  /**
   * The description of a model.
   *
   * @throws IllegalArgumentException if the task is unknown, or cannot have such an input
   */
  public static ModelDescription of(Model model, String task) {
    var input = model.input();
    int size = input.rank() == 0 ? 1 : input.dim(-1);
    return new ModelDescription(
        VERSION,
        task,
        input,
        DescriptionJson.describable(model),
        task.equals(ORIENTATION) ? Preprocessing.grey(size) : null);
  }

  /** Without the layers, where the file itself says what they are. */
  public ModelDescription withoutLayers() {
    return new ModelDescription(version, task, input, null, preprocessing);
  }

  /**
   * Reads a description.
   *
   * @param file where it comes from, for errors
   * @throws ModelFileException if it is not exactly what {@link #toJson} writes
   */
  public static ModelDescription parse(Path file, String json) {
    return DescriptionJson.read(file, json);
  }

  /** As JSON: what a file holds under {@link #KEY}. */
  public String toJson() {
    return DescriptionJson.write(this);
  }
}
