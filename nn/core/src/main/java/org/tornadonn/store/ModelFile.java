package org.tornadonn.store;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tornadonn.layer.Block;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.OrientationModel;
import org.tornadonn.layer.Signature;
import org.tornadonn.layer.StateException;
import org.tornadonn.layer.Tensor;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/**
 * A model as it stands in a file: a safetensors file with PyTorch's names, which {@code
 * load_state_dict} takes as well, and what the model is in its metadata.
 */
public record ModelFile(Model model, ModelDescription description) {

  /** A model so small that its names and shapes are compared rather than its size. */
  private static final int ENOUGH = 1 << 20;

  private static final String GIVE_LAYERS =
      "give the layers in code: ModelFile.load(path, layer, input)";

  /**
   * A model and what it is.
   *
   * @throws ShapeException if it is a classifier that does not give one score for each class
   */
  public ModelFile {
    var classification = description.classification();
    if (classification != null
        && !model.output().equals(Shape.of(classification.classes().size()))) {
      throw new ShapeException(
          "the model gives %s, not a score for each of %d classes"
              .formatted(model.output(), classification.classes().size()));
    }
  }

  /**
   * Saves a model, in one step: a file that is there stays as it is until the new one is complete.
   *
   * @param task {@link ModelDescription#ORIENTATION} or {@link ModelDescription#CUSTOM}
   * @throws ModelFileException if the file cannot be written
   * @throws IllegalArgumentException if the task is unknown, or cannot have the model's input
   */
  public static void save(Path file, Model model, String task) {
    new ModelFile(model, ModelDescription.of(model, task)).save(file);
  }

  /**
   * Saves the model with its description, in one step as above.
   *
   * @throws ModelFileException if the file cannot be written
   */
  public void save(Path file) {
    var metadata = new LinkedHashMap<String, String>();
    metadata.put("format", "pt");
    metadata.put(ModelDescription.KEY, description.toJson());
    new Safetensors(model.state(), metadata).write(file);
  }

  /**
   * Loads a model that {@link #save} has written.
   *
   * @throws ModelFileException if there is none, it is damaged, or it does not say what its layers
   *     are
   */
  public static ModelFile load(Path file) {
    var stored = SafetensorsReader.read(file, false);
    var content = stored.content();
    var text = content.metadata().get(ModelDescription.KEY);
    if (text == null) {
      throw new ModelFileException(
          file,
          "is a plain state dict: it has weights, but does not say of which network",
          "Add --architecture orientation --image-size S, or " + GIVE_LAYERS);
    }
    var description = DescriptionJson.read(file, text);
    if (description.layers() == null) {
      throw new ModelFileException(
          file,
          "does not say what its layers are, because some are custom or used twice",
          "To use it, " + GIVE_LAYERS);
    }
    requireSize(file, description.layers(), description.signature(), content.tensors());
    var model = new Model(description.layers(), description.signature(), 0);
    try {
      return new ModelFile(fill(file, model, stored), description);
    } catch (ShapeException e) {
      throw new ModelFileException(
          file, "describes an impossible model: " + e.getMessage(), "Save it again", e);
    }
  }

  /**
   * Loads the weights of a network that the file need not know: a plain state dict, or one with
   * layers of your own.
   *
   * @param input the shape of one sample
   * @throws ModelFileException if the file is damaged, or has not exactly the network's tensors
   * @throws ShapeException if the network does not take such an input
   */
  public static ModelFile load(Path file, Layer layer, Shape input) {
    return load(file, layer, input, ModelDescription.CUSTOM);
  }

  /**
   * Loads the weights of a network with several inputs that the file need not know.
   *
   * @param inputs what goes in
   * @throws ModelFileException as above
   * @throws ShapeException if the network does not take such inputs
   */
  public static ModelFile load(Path file, Block block, Signature inputs) {
    return load(file, block, inputs, ModelDescription.CUSTOM);
  }

  /**
   * Loads the weights of an {@link OrientationModel}, from a plain state dict too.
   *
   * @param imageSize rows and columns of its pictures
   * @throws ModelFileException if the file is damaged, or has other tensors
   * @throws ShapeException if the image size is not a multiple of 32
   */
  public static ModelFile loadOrientation(Path file, int imageSize) {
    return load(
        file,
        OrientationModel.layers(),
        OrientationModel.input(imageSize),
        ModelDescription.ORIENTATION);
  }

  private static ModelFile load(Path file, Layer layer, Shape input, String plainTask) {
    return load(file, layer, Signature.of(Signature.INPUT, input), plainTask);
  }

  private static ModelFile load(Path file, Block block, Signature inputs, String plainTask) {
    var stored = SafetensorsReader.read(file, false);
    var model = fill(file, new Model(block, inputs, 0), stored);
    var text = stored.content().metadata().get(ModelDescription.KEY);
    var description = text == null ? null : DescriptionJson.read(file, text);
    return new ModelFile(
        model,
        description == null || !description.signature().equals(inputs)
            ? ModelDescription.of(model, plainTask)
            : description);
  }

  /** Before a description that lies about its size costs memory and time. */
  private static void requireSize(
      Path file, Block layer, Signature input, Map<String, Tensor> state) {
    try {
      long described =
          Model.parameters(layer, input).stream().mapToLong(p -> p.shape().size()).sum();
      long stored = state.values().stream().mapToLong(tensor -> tensor.shape().size()).sum();
      if (described > stored && described > ENOUGH) {
        throw new ModelFileException(
            file,
            "describes a model of %d parameters, but holds %d numbers".formatted(described, stored),
            "Save it again");
      }
    } catch (ShapeException | ArithmeticException e) {
      throw new ModelFileException(
          file, "describes an impossible model: " + e.getMessage(), "Save it again", e);
    }
  }

  private static Model fill(Path file, Model model, StoredTensors state) {
    try {
      model.load(state.of(model), true);
      return model;
    } catch (StateException e) {
      throw new ModelFileException(
          file,
          "does not fit the model: " + e.getMessage(),
          "Give the layers and the image size that it was trained with",
          e);
    }
  }
}
