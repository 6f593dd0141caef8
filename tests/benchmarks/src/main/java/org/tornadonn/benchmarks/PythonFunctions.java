package org.tornadonn.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;

/** PyTorch in a process that measures one function after the other. */
final class PythonFunctions implements AutoCloseable {

  private static final String SCRIPT = "pytorch_functions.py";

  private final ObjectMapper json = new ObjectMapper();
  private final Path folder;
  private final Process process;
  private final Writer requests;
  private final BufferedReader answers;

  PythonFunctions(String python, Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    var script = folder.resolve(SCRIPT);
    try (InputStream source = PythonFunctions.class.getResourceAsStream(SCRIPT)) {
      Files.copy(Objects.requireNonNull(source), script, StandardCopyOption.REPLACE_EXISTING);
    }
    var builder =
        new ProcessBuilder(python, script.toString())
            .redirectError(folder.resolve("python.txt").toFile());
    builder.environment().putAll(Allocator.tunedGlibc().environment());
    Contender.limitThreads(builder, 1);
    this.process = builder.start();
    this.requests = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Prepares a function with our operands; gives the mean of its result's absolute values. */
  double open(FunctionCase function, FunctionRun ours) throws IOException {
    ours.write(folder);
    return ask(function.name(), ours.described(folder));
  }

  /** The processor seconds of one run. */
  double measure(double seconds) throws IOException {
    return ask("measuring", Map.of("seconds", seconds));
  }

  private double ask(String what, Map<String, Object> request) throws IOException {
    requests.write(json.writeValueAsString(request) + "\n");
    requests.flush();
    var answer = answers.readLine();
    if (answer == null) {
      throw new IOException(
          "PyTorch has stopped at " + what + "; its messages are in " + folder + "/python.txt.");
    }
    return Double.parseDouble(answer);
  }

  @Override
  public void close() throws IOException {
    requests.close();
    process.destroy();
  }
}
