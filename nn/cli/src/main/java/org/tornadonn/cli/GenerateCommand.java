package org.tornadonn.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.tornadonn.cli.machine.DeviceOption;
import org.tornadonn.cli.show.Progress;
import org.tornadonn.cli.usage.Check;
import org.tornadonn.data.OrientationGenerator;
import org.tornadonn.layer.OrientationModel;
import org.tornadonn.plan.ShapeException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws pictures to train on. */
@Command(
    name = "generate",
    description =
        "Draws scenes and pages, turns each by a known angle, and writes DIR/images/*.png and"
            + " DIR/answersheet.json.",
    mixinStandardHelpOptions = true)
final class GenerateCommand implements Runnable {

  /** What can be generated. */
  enum Kind {
    ORIENTATION
  }

  @Spec @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "KIND", description = "What to draw: orientation.")
  Kind kind = Kind.ORIENTATION;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      required = true,
      description = "Folder to write to.")
  Path output = Path.of(".");

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Number of pictures. Default: ${DEFAULT-VALUE}.")
  int count;

  @Option(
      names = "--image-size",
      paramLabel = "PIXELS",
      defaultValue = "64",
      description = "Rows and columns, a multiple of 32. Default: ${DEFAULT-VALUE}.")
  int imageSize;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Decides what is drawn. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Option(names = "--overwrite", description = "Replace pictures that are there.")
  boolean overwrite;

  @Mixin DeviceOption device = new DeviceOption();

  @Override
  public void run() {
    if (spec == null) {
      throw new IllegalStateException("Not run as a command.");
    }
    Check.positive(spec, "--count", count);
    try {
      OrientationModel.input(imageSize);
    } catch (ShapeException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
    device.device(); // a wrong name is an error here too, though drawing needs no device
    try (var progress = Progress.inLines("Drawing", count, "pictures")) {
      new OrientationGenerator(count, imageSize, seed)
          .write(output, overwrite, done -> progress.at(done, ""));
    }
    System.out.println(output.resolve("answersheet.json"));
  }
}
