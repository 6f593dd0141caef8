package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.lazyLinear;
import static org.tornadonn.layer.Layers.sequential;
import static org.tornadonn.layer.Layers.sigmoid;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.Predictor;

/**
 * The JVM lives on signals: a null pointer is one. A driver whose compiler is LLVM (PoCL) catches
 * them while it compiles, removes its files, and fails.
 */
class SignalsTest {

  @TempDir Path folder = Path.of(".");

  /** What the other JVM runs: predictions on a device, in a storm of null pointers. */
  static final class Storm {

    private static final AtomicBoolean over = new AtomicBoolean();

    private final int value = hashCode();

    private Storm() {}

    @SuppressWarnings("NullAway") // on purpose
    static int read(Storm storm) {
      return storm.value;
    }

    @SuppressWarnings({"NullAway", "EmptyCatch"})
    private static void blow() {
      while (!over.get()) {
        try {
          read(null);
        } catch (NullPointerException _) {
          Thread.onSpinWait();
        }
      }
    }

    public static void main(String[] args) {
      var said = System.err;
      System.setErr(
          new PrintStream(
              new OutputStream() {
                @Override
                public void write(int b) {
                  said.write(b);
                }

                @Override
                public void write(byte[] bytes, int from, int length) {
                  // The first compilation that fails ends the storm.
                  over.compareAndSet(
                      false,
                      new String(bytes, from, length, StandardCharsets.UTF_8).contains("ERROR"));
                  said.write(bytes, from, length);
                }
              },
              true,
              StandardCharsets.UTF_8));
      Thread.ofPlatform().daemon().start(Storm::blow);
      var model = new Model(sequential(flatten(), lazyLinear(3), sigmoid()), Shape.of(1, 2, 2), 1);
      try (var predictor = new Predictor(model, 1, Device.of(args[0]))) {
        var y = predictor.predict(new float[] {1, 2, 3, 4}, 1);
        System.out.println(y.length + (over.get() ? " after a failure" : " at once"));
      }
    }
  }

  /** The other JVM's last line. */
  private String storm(Map<String, String> environment) throws Exception {
    var name =
        DevicesUnderTest.get().present().stream()
            .map(DeviceUnderTest::name)
            .filter(n -> n.startsWith("opencl"))
            .findFirst()
            .orElse("");
    assumeFalse(name.isEmpty(), "no OpenCL device under test");
    var flags = new ArrayList<>(AnotherJvm.FLAGS);
    // Compiled code would learn to test for null.
    flags.add("-XX:CompileCommand=quiet");
    flags.add("-XX:CompileCommand=exclude," + Storm.class.getName() + "::read");
    var command = AnotherJvm.command(flags, Storm.class, name);
    // TornadoVM leaves the source of what failed below the folder that it runs in.
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    // What has been compiled before is not compiled again.
    builder.environment().put("POCL_CACHE_DIR", Files.createTempDirectory(folder, "k").toString());
    builder.environment().remove("LD_PRELOAD");
    builder.environment().putAll(environment);
    var process = builder.start();
    var lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
    assertEquals(0, process.waitFor(), () -> String.join("\n", lines));
    return lines.getLast();
  }

  @Test
  void whatFailsOnceIsTriedAgain() throws Exception {
    var said = storm(Map.of());
    assertTrue(said.startsWith("3 "), said); // "after a failure" with PoCL
  }

  @Test
  void aPreloadedLibraryOfTheJdkKeepsSignalsApart() throws Exception {
    var library = Path.of(System.getProperty("java.home"), "lib", "libjsig.so");
    assumeTrue(Files.exists(library), "no libjsig.so in this JDK");
    assertEquals("3 at once", storm(Map.of("LD_PRELOAD", library.toString())));
  }
}
