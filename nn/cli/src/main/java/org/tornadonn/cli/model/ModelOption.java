package org.tornadonn.cli.model;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.OrientationModel;
import org.tornadonn.layer.Tensor;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.store.ModelDescription;
import org.tornadonn.store.ModelFile;
import org.tornadonn.store.ModelFileException;
import org.tornadonn.store.onnx.FittedModel;
import org.tornadonn.store.onnx.OnnxFile;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which model to use. */
public final class ModelOption {

  /** Architectures that a plain state dict can be loaded into. */
  enum Architecture {
    ORIENTATION
  }

  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description =
          "Model file: safetensors, as 'train' writes it, or a PyTorch state dict; or NAME.onnx.")
  @Nullable Path file;

  @Option(
      names = "--architecture",
      paramLabel = "NAME",
      description =
          "What a plain PyTorch state dict, or an ONNX file of other programs, is: orientation."
              + " A state dict needs --image-size too.")
  @Nullable Architecture architecture;

  @Option(
      names = "--image-size",
      paramLabel = "PIXELS",
      description =
          "Rows and columns of its input: of an OrientationModel a multiple of 32, of an ONNX file"
              + " only if that leaves them open.")
  @Nullable Integer imageSize;

  /** Whether one of the options is there. */
  boolean isGiven() {
    return file != null || architecture != null || imageSize != null;
  }

  /** Loads the model. */
  Model load() {
    return open().model();
  }

  /** Loads the model and what its file says about it. */
  public ModelFile open() {
    if (file == null) {
      throw usage("Missing required option: '--model=FILE'");
    }
    if (isOnnx(file)) {
      return openOnnx(file);
    }
    return architecture == null
        ? ModelFile.load(file)
        : ModelFile.loadOrientation(file, imageSize());
  }

  /**
   * Loads the model for tensors, which say what an ONNX file leaves open, or has to know.
   *
   * @param tensors by the names of inputs, samples along the first axis
   */
  public FittedModel open(Map<String, Tensor> tensors) {
    return file != null && isOnnx(file) && imageSize == null && architecture == null
        ? OnnxFile.readFor(file, tensors)
        : new FittedModel(open(), Map.of());
  }

  /** Loads the model, or builds an untrained one if only the architecture is given. */
  Model loadOrBuild() {
    if (file == null && architecture != null) {
      return new Model(OrientationModel.layers(), OrientationModel.input(imageSize()), 0);
    }
    return open().model();
  }

  /**
   * Loads the model, or builds an untrained OrientationModel if there is no file.
   *
   * @param size rows and columns of its input if no option says them
   */
  Model loadOrOrientation(int size) {
    if (file != null) {
      return open().model();
    }
    if (imageSize == null) {
      imageSize = size;
    }
    return new Model(OrientationModel.layers(), OrientationModel.input(imageSize()), 0);
  }

  private static boolean isOnnx(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".onnx");
  }

  private ModelFile openOnnx(Path file) {
    if (imageSize != null && imageSize < 1) {
      throw usage("--image-size must be at least 1, not " + imageSize);
    }
    var read = imageSize == null ? OnnxFile.read(file) : OnnxFile.read(file, imageSize);
    if (architecture == null) {
      return read;
    }
    requireOrientation(read.model());
    return new ModelFile(
        read.model(), ModelDescription.of(read.model(), ModelDescription.ORIENTATION));
  }

  /** The model of a file, if it takes square grey pictures and gives sine and cosine. */
  public Model orientation(ModelFile opened) {
    requireOrientation(opened.model());
    if (file != null
        && isOnnx(file)
        && !opened.description().task().equals(ModelDescription.ORIENTATION)) {
      throw new ModelFileException(
          file,
          "does not say which pictures it takes",
          "If they are grey, in [0, 1], and it gives sine and cosine, add --architecture"
              + " orientation");
    }
    return opened.model();
  }

  private void requireOrientation(Model model) {
    var input = model.input();
    boolean square = input.rank() == 3 && input.dim(0) == 1 && input.dim(1) == input.dim(2);
    if (!square || model.output().size() != 2) {
      throw new ShapeException(
          "%s maps %s to %s: it is no orientation model, which maps (1, s, s) to (2)."
              .formatted(file, input, model.output()));
    }
  }

  private int imageSize() {
    if (imageSize == null) {
      throw usage("--architecture needs --image-size");
    }
    try {
      OrientationModel.input(imageSize);
    } catch (ShapeException e) {
      throw usage(e.getMessage());
    }
    return imageSize;
  }

  private ParameterException usage(@Nullable String message) {
    if (spec == null) {
      throw new IllegalStateException("The option is not part of a command.");
    }
    return new ParameterException(spec.commandLine(), String.valueOf(message));
  }
}
