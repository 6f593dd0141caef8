package org.tornadonn.store.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * ONNX Runtime in Python, on machines that have it: {@code -Dtornadonn.python=PATH}, or {@code
 * python3}.
 */
record OnnxRuntime(String python) {

  private static final Optional<OnnxRuntime> FOUND =
      Optional.of(System.getProperty("tornadonn.python", "python3"))
          .filter(OnnxRuntime::hasModules)
          .map(OnnxRuntime::new);

  /** The one that was found; skips the test where there is none. */
  static OnnxRuntime found() {
    assumeTrue(
        FOUND.isPresent(),
        "No Python with onnx, onnxruntime and NumPy: install them, or name one with -Dtornadonn.python=PATH");
    return FOUND.orElseThrow();
  }

  private static boolean hasModules(String python) {
    try {
      return new ProcessBuilder(python, "-c", "import onnx, onnxruntime, numpy")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** What it answers to a batch, once onnx.checker has passed the file. */
  float[] run(Path model, float[] x) throws IOException, InterruptedException {
    var input = model.resolveSibling("x.f32");
    var output = model.resolveSibling("y.f32");
    var bytes = ByteBuffer.allocate(x.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(x);
    Files.write(input, bytes.array());
    var process =
        new ProcessBuilder(
                python,
                Path.of("src/test/python/onnx_check.py").toString(),
                model.toString(),
                input.toString(),
                output.toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(1, TimeUnit.MINUTES), said);
    assertEquals(0, process.exitValue(), said);
    var result = ByteBuffer.wrap(Files.readAllBytes(output)).order(ByteOrder.LITTLE_ENDIAN);
    float[] y = new float[result.capacity() / Float.BYTES];
    result.asFloatBuffer().get(y);
    return y;
  }
}
