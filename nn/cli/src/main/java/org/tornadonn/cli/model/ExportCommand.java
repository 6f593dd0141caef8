package org.tornadonn.cli.model;

import static java.util.stream.Collectors.joining;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tornadonn.data.DataException;
import org.tornadonn.layer.Signature;
import org.tornadonn.plan.Shape;
import org.tornadonn.store.onnx.OnnxFile;
import org.tornadonn.store.onnx.OnnxFile.Inputs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes a model for other programs. */
@Command(
    name = "export",
    description = "Writes a model as an ONNX file, for ONNX Runtime and other frameworks.",
    mixinStandardHelpOptions = true)
public final class ExportCommand implements Runnable {

  @Spec @Nullable CommandSpec spec;

  @Mixin ModelOption model = new ModelOption();

  @Option(
      names = "--to",
      paramLabel = "FILE.onnx",
      required = true,
      description = "The file to write. The batch size stays open in it.")
  Path to = Path.of(".");

  @Option(
      names = "--inputs",
      paramLabel = "KIND",
      description =
          "What the file of a classifier takes: raw pictures in [0, 1] or rows, which its graph"
              + " standardizes, or standardized ones, with mean and deviation in its metadata."
              + " Default: raw.")
  @Nullable Inputs inputs;

  @Option(names = "--overwrite", description = "Replace a file that is there.")
  boolean overwrite;

  @Override
  public void run() {
    if (spec == null) {
      throw new IllegalStateException("Not run as a command.");
    }
    if (!to.toString().toLowerCase(Locale.ROOT).endsWith(".onnx")) {
      throw new ParameterException(
          spec.commandLine(), "--to must be the name of an .onnx file, not '%s'".formatted(to));
    }
    if (!overwrite && Files.exists(to)) {
      throw new DataException("%s is there already. Add --overwrite to replace it.".formatted(to));
    }
    var opened = model.open();
    if (inputs != null && opened.description().classification() == null) {
      throw new ParameterException(
          spec.commandLine(), "--inputs belongs to classifiers, and this is none");
    }
    var taken = inputs == null ? Inputs.RAW : inputs;
    OnnxFile.write(to, opened, taken);
    System.err.printf(
        "Wrote %,d parameters as ONNX: from %s to %s%s%n",
        opened.model().values().length,
        text(opened.model().inputs()),
        text(opened.model().outputs()),
        opened.description().classification() == null ? "" : remark(taken));
    System.out.println(to);
  }

  /** What goes in or comes out; by name, where there are several. */
  private static String text(Signature signature) {
    boolean named = signature.ports().size() > 1;
    return signature.ports().stream()
        .map(port -> (named ? port.name() + " " : "") + sizes(port.shape(), signature.batched()))
        .collect(joining(", "));
  }

  private static String sizes(Shape shape, boolean batched) {
    var sizes = Arrays.stream(shape.toArray()).mapToObj(String::valueOf);
    return (batched ? Stream.concat(Stream.of("batch"), sizes) : sizes)
        .collect(joining(", ", "(", ")"));
  }

  private static String remark(Inputs taken) {
    return switch (taken) {
      case RAW -> "; its graph standardizes what comes in";
      case STANDARDIZED -> "; it takes standardized inputs, by mean and deviation in its metadata";
    };
  }
}
