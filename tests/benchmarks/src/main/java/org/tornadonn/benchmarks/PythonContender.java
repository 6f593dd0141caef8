package org.tornadonn.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.tornadonn.layer.Conv2d;
import org.tornadonn.layer.Flatten;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Linear;
import org.tornadonn.layer.MaxPool2d;
import org.tornadonn.layer.ReLU;

/**
 * PyTorch in Python, in the configuration that a short trial finds fastest.
 *
 * @param python the interpreter
 * @param version of PyTorch
 */
record PythonContender(String python, String version) implements Contender {

  /** Environment variable that names the interpreter. */
  static final String VARIABLE = "TORNADO_NN_PYTHON";

  private static final String SCRIPT = "pytorch_steps.py";

  /** PyTorch in that interpreter, if both are there. */
  static Optional<PythonContender> find(String python) {
    try {
      var process =
          new ProcessBuilder(python, "-c", "import torch; print(torch.__version__)")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      var version =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0
          ? Optional.of(new PythonContender(python, version))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public String name() {
    return "python";
  }

  @Override
  public String description() {
    return "PyTorch %s in Python, its best configuration".formatted(version);
  }

  @Override
  public boolean trains() {
    return true;
  }

  @Override
  public boolean isPyTorch() {
    return true;
  }

  @Override
  public ProcessBuilder process(Work work, int threads, Times times, Path folder)
      throws IOException {
    var script = folder.resolve(SCRIPT);
    try (InputStream source = PythonContender.class.getResourceAsStream(SCRIPT)) {
      Files.copy(Objects.requireNonNull(source), script, StandardCopyOption.REPLACE_EXISTING);
    }
    var model = work.model();
    write(folder.resolve("weights.bin"), model.values());
    write(folder.resolve("inputs.bin"), work.inputs());
    write(folder.resolve("targets.bin"), work.targets());
    var job =
        Map.of(
            "layers", work.network().layers().stream().map(PythonContender::described).toList(),
            "input", model.input().batch(work.batch()).toArray(),
            "classifier", work.network().isClassifier(),
            "training", work.training(),
            "learning_rate", Work.LEARNING_RATE,
            "threads", threads,
            "warm_up", times.warmUp(),
            "measured", times.measured());
    new ObjectMapper().writeValue(folder.resolve("job.json").toFile(), job);
    var process = new ProcessBuilder(python, script.toString(), folder.toString());
    process.environment().putAll(Allocator.tunedGlibc().environment());
    Contender.limitThreads(process, threads);
    return process;
  }

  private static void write(Path file, float[] values) throws IOException {
    var bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.nativeOrder());
    bytes.asFloatBuffer().put(values);
    Files.write(file, bytes.array());
  }

  private static List<Object> described(Layer layer) {
    return switch (layer) {
      case Conv2d c ->
          List.of(
              "conv",
              c.outChannels(),
              c.window().kernelHeight(),
              c.window().strideHeight(),
              c.window().paddingHeight());
      case MaxPool2d p -> List.of("pool", p.window().kernelHeight(), p.window().strideHeight());
      case Linear l -> List.of("linear", l.outFeatures());
      case ReLU relu -> List.of("relu");
      case Flatten flatten -> List.of("flatten");
      default -> throw new IllegalArgumentException("No such layer in Python: " + layer);
    };
  }
}
