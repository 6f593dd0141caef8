package org.tornadonn.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tornadonn.data.DataException;
import org.tornadonn.store.onnx.OnnxFile;
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
final class ExportCommand implements Runnable {

  @Spec @Nullable CommandSpec spec;

  @Mixin ModelOption model = new ModelOption();

  @Option(
      names = "--to",
      paramLabel = "FILE.onnx",
      required = true,
      description = "The file to write. The batch size stays open in it.")
  Path to = Path.of(".");

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
    OnnxFile.write(to, model.open());
  }
}
