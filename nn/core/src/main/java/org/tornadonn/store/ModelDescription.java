package org.tornadonn.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tornadonn.layer.Block;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Signature;
import org.tornadonn.plan.Shape;

/**
 * What a model file says beside its weights.
 *
 * @param version of this description: 4 of a model with several inputs or others than a file of
 *     before it could say, 3 of a classifier of tables that are not plain, 2 of other classifiers,
 *     else 1
 * @param task {@link #ORIENTATION}, {@link #CLASSIFICATION} or {@link #CUSTOM}
 * @param input the shape of one sample: {@link Model#input}
 * @param layers the network; null if it has layers that files have no name for
 * @param preprocessing of pictures; null unless the task is orientation
 * @param classification classes and preprocessing; null unless the task is classification
 * @param inputs names and shapes of inputs; null of one that is called {@link Signature#INPUT}
 */
public record ModelDescription(
    int version,
    String task,
    Shape input,
    @JsonSetter(nulls = Nulls.SET) @Nullable Block layers,
    @JsonSetter(nulls = Nulls.SET) @Nullable Preprocessing preprocessing,
    @JsonInclude(JsonInclude.Include.NON_NULL) @JsonSetter(nulls = Nulls.SET)
        @Nullable Classification classification,
    @JsonInclude(JsonInclude.Include.NON_NULL) @JsonSetter(nulls = Nulls.SET)
        @Nullable Signature inputs) {

  /** The newest version; all from 1 on are read. */
  public static final int VERSION = 4;

  /** The key of the description among a file's metadata. */
  public static final String KEY = "tornado-nn";

  /** Predicts the sine and cosine of a picture's rotation. */
  public static final String ORIENTATION = "orientation";

  /** Tells classes apart. */
  public static final String CLASSIFICATION = "classification";

  /** Anything else. */
  public static final String CUSTOM = "custom";

  private static final List<String> TASKS = List.of(ORIENTATION, CLASSIFICATION, CUSTOM);

  public ModelDescription {
    if (!TASKS.contains(task)) {
      throw new IllegalArgumentException(
          "there is no task '%s', only %s".formatted(SafetensorsHeader.brief(task), TASKS));
    }
    int right = version(task, classification, inputs);
    if (version != right) {
      throw new IllegalArgumentException(
          "the task '%s' came with version %d, not %d".formatted(task, right, version));
    }
    if (inputs != null && (!task.equals(CUSTOM) || !inputs.sample().equals(input))) {
      throw new IllegalArgumentException(
          "named inputs belong to the task 'custom', and %s are not %s".formatted(inputs, input));
    }
    if (task.equals(CLASSIFICATION) != (classification != null)) {
      throw new IllegalArgumentException(
          "classes belong to the task 'classification', and to it alone");
    }
    if (classification != null && !classification.takes(input)) {
      throw new IllegalArgumentException(
          "%d means do not fit inputs %s".formatted(classification.mean().size(), input));
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
   * The description of a model that is no classifier.
   *
   * @throws IllegalArgumentException if the task is unknown, or cannot have such an input
   */
  public static ModelDescription of(Model model, String task) {
    var input = model.input();
    int size = input.rank() == 0 ? 1 : input.dim(-1);
    return new ModelDescription(
        version(task, null, named(model)),
        task,
        input,
        DescriptionJson.describable(model),
        task.equals(ORIENTATION) ? Preprocessing.grey(size) : null,
        null,
        named(model));
  }

  /**
   * The description of a classifier.
   *
   * @throws IllegalArgumentException if the model does not take such inputs
   */
  public static ModelDescription of(Model model, Classification classification) {
    return new ModelDescription(
        version(CLASSIFICATION, classification, named(model)),
        CLASSIFICATION,
        model.input(),
        DescriptionJson.describable(model),
        null,
        classification,
        named(model));
  }

  /** The inputs of a model, unless it has one that needs no name. */
  private static @Nullable Signature named(Model model) {
    var plain = Signature.of(Signature.INPUT, model.input());
    return model.inputs().equals(plain) ? null : model.inputs();
  }

  /** The inputs that the description says, named or not. */
  Signature signature() {
    return inputs == null ? Signature.of(Signature.INPUT, input) : inputs;
  }

  private static int version(
      String task, @Nullable Classification classification, @Nullable Signature inputs) {
    if (inputs != null) {
      return VERSION;
    }
    if (!task.equals(CLASSIFICATION)) {
      return 1;
    }
    var table = classification == null ? null : classification.table();
    return table == null || table.written() == null ? 2 : 3;
  }

  /** Without the layers, where the file itself says what they are. */
  public ModelDescription withoutLayers() {
    return new ModelDescription(version, task, input, null, preprocessing, classification, inputs);
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
