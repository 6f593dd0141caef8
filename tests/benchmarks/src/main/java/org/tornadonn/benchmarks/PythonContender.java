package org.tornadonn.benchmarks;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.tornadonn.layer.Conv2d;
import org.tornadonn.layer.Flatten;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Linear;
import org.tornadonn.layer.MaxPool2d;
import org.tornadonn.layer.ReLU;
import org.tornadonn.layer.Tensor;

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
  public boolean has(Network network) {
    return network instanceof KnownNetwork;
  }

  @Override
  public ProcessBuilder process(Work work, int threads, Times times, Path folder)
      throws IOException {
    var script = folder.resolve(SCRIPT);
    try (InputStream source = PythonContender.class.getResourceAsStream(SCRIPT)) {
      Files.copy(Objects.requireNonNull(source), script, StandardCopyOption.REPLACE_EXISTING);
    }
    var model = work.model();
    var state = model.state();
    write(folder.resolve("weights.bin"), state.values().stream().map(Tensor::values).toList());
    write(folder.resolve("inputs.bin"), List.of(work.inputs()));
    write(folder.resolve("targets.bin"), List.of(work.targets()));
    var job = new LinkedHashMap<String, Object>();
    job.put("network", work.network().toString());
    job.put("layers", work.network().chain().stream().map(PythonContender::described).toList());
    job.put("state", List.copyOf(state.keySet()));
    job.put("input", model.input().batch(work.batch()).toArray());
    job.put("output", model.output().batch(work.batch()).toArray());
    job.put("classifier", work.network().isClassifier());
    job.put("training", work.training());
    job.put("learning_rate", Work.LEARNING_RATE);
    job.put("threads", threads);
    job.put("warm_up", times.warmUp());
    job.put("measured", times.measured());
    new ObjectMapper().writeValue(folder.resolve("job.json").toFile(), job);
    var process = new ProcessBuilder(python, script.toString(), folder.toString());
    process.environment().putAll(Allocator.tunedGlibc().environment());
    Contender.limitThreads(process, threads);
    return process;
  }

  private static void write(Path file, List<float[]> arrays) throws IOException {
    try (var channel = FileChannel.open(file, CREATE, TRUNCATE_EXISTING, WRITE)) {
      for (var values : arrays) {
        var bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.nativeOrder());
        bytes.asFloatBuffer().put(values);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
    }
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
