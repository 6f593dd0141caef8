package org.tornadonn.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.OrientationModel;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.store.ModelFile;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which model to use. */
final class ModelOption {

  /** Architectures that a plain state dict can be loaded into. */
  enum Architecture {
    ORIENTATION
  }

  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "Model file (safetensors), as 'train' writes it, or a PyTorch state dict.")
  @Nullable Path file;

  @Option(
      names = "--architecture",
      paramLabel = "NAME",
      description = "What a plain PyTorch state dict is: orientation. Needs --image-size.")
  @Nullable Architecture architecture;

  @Option(
      names = "--image-size",
      paramLabel = "PIXELS",
      description = "Rows and columns of its input, a multiple of 32.")
  @Nullable Integer imageSize;

  /** Loads the model and what its file says about it. */
  ModelFile open() {
    if (file == null) {
      throw usage("Missing required option: '--model=FILE'");
    }
    return architecture == null
        ? ModelFile.load(file)
        : ModelFile.loadOrientation(file, imageSize());
  }

  /** Loads the model, or builds an untrained one if only the architecture is given. */
  Model loadOrBuild() {
    if (file == null && architecture != null) {
      return new Model(OrientationModel.layers(), OrientationModel.input(imageSize()), 0);
    }
    return open().model();
  }

  /** Loads a model that takes square grey pictures and gives sine and cosine. */
  Model loadOrientation() {
    var model = open().model();
    var input = model.input();
    boolean square = input.rank() == 3 && input.dim(0) == 1 && input.dim(1) == input.dim(2);
    if (!square || model.output().size() != 2) {
      throw new ShapeException(
          "%s maps %s to %s: it is no orientation model, which maps (1, s, s) to (2)."
              .formatted(file, input, model.output()));
    }
    return model;
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
