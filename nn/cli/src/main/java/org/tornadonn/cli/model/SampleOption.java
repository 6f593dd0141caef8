package org.tornadonn.cli.model;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.tornadonn.cli.classify.Classifier;
import org.tornadonn.data.PictureReader;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.store.ModelDescription;
import org.tornadonn.trace.ModelTrace;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say what is fed into a model. */
final class SampleOption {

  @Option(
      names = "--image",
      paramLabel = "FILE",
      description = "The picture that goes through a --model of grey pictures.")
  @Nullable Path image;

  @Option(
      names = "--row",
      paramLabel = "NUMBERS",
      description = "The numbers that go through any --model, such as 0.5,-1.2,3.")
  @Nullable String row;

  /** Wrong usage if one is given. */
  void refuse(CommandSpec command, String reason) {
    if (image != null || row != null) {
      throw new ParameterException(
          command.commandLine(), (image != null ? "--image " : "--row ") + reason);
    }
  }

  /** The trace of a model for this sample. */
  ModelTrace trace(CommandSpec command, ModelOption option) {
    if (image != null && row != null) {
      throw new ParameterException(
          command.commandLine(), "--image and --row exclude each other: give one sample");
    }
    var file = option.open();
    var model = file.model();
    var classification = file.description().classification();
    if (classification != null) {
      return trace(command, option, new Classifier(model, classification));
    }
    boolean orientation = file.description().task().equals(ModelDescription.ORIENTATION);
    if (image != null) {
      var pixels = PictureReader.readGray(image).toModelInput(side(model.input())).pixels();
      return new ModelTrace(
          String.valueOf(option.file), model, orientation, image.toString(), pixels);
    }
    return new ModelTrace(
        String.valueOf(option.file), model, orientation, "the row", row(command, model.input()));
  }

  /** A classifier's sample is standardized as those that it was trained on. */
  private ModelTrace trace(CommandSpec command, ModelOption option, Classifier classifier) {
    var input = classifier.model().input();
    var name = String.valueOf(option.file);
    if (image != null && classifier.classification().table() == null) {
      var pixels = classifier.picture(image);
      return new ModelTrace(name, classifier.model(), false, image.toString(), pixels);
    }
    if (image != null) {
      throw new ShapeException("--image feeds pictures, but the model takes rows: give --row.");
    }
    var numbers = classifier.standardized(row(command, input));
    return new ModelTrace(name, classifier.model(), false, "the row", numbers);
  }

  private float[] row(CommandSpec command, Shape input) {
    if (row == null) {
      throw new ParameterException(
          command.commandLine(),
          isPicture(input)
              ? "--model takes pictures %s: add --image FILE".formatted(input)
              : "--model takes numbers %s: add --row with %d of them"
                  .formatted(input, input.size()));
    }
    return numbers(command, row, input);
  }

  private static boolean isPicture(Shape input) {
    return input.rank() == 3 && input.dim(0) == 1 && input.dim(1) == input.dim(2);
  }

  private static int side(Shape input) {
    if (!isPicture(input)) {
      throw new ShapeException(
          "--image feeds square grey pictures (1, s, s), but the model takes %s: give its %d numbers with --row."
              .formatted(input, input.size()));
    }
    return input.dim(1);
  }

  private static float[] numbers(CommandSpec command, String text, Shape input) {
    var parts = text.strip().split("[,;\\s]+");
    var numbers = new float[parts.length];
    for (int i = 0; i < parts.length; i++) {
      try {
        numbers[i] = Float.parseFloat(parts[i]);
      } catch (NumberFormatException e) {
        throw new ParameterException(
            command.commandLine(),
            "--row holds '%s', which is no number: write numbers with commas between them"
                .formatted(parts[i]),
            e);
      }
    }
    if (numbers.length != input.size()) {
      throw new ShapeException(
          "The model takes %s, which is %d numbers, but --row has %d."
              .formatted(input, input.size(), numbers.length));
    }
    return numbers;
  }
}
