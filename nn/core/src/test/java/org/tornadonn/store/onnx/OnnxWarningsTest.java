package org.tornadonn.store.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tornadonn.store.ModelDescription;

/** A program that reads and writes ONNX files needs no options of Java to be quiet. */
class OnnxWarningsTest {

  @TempDir Path temp;

  /** Such a program. */
  static final class Copy {

    private Copy() {}

    public static void main(String[] files) {
      var model = OnnxFile.read(Path.of(files[0])).model();
      OnnxFile.write(Path.of(files[1]), model, ModelDescription.CUSTOM);
    }
  }

  @Test
  @Timeout(120)
  void thereAreNone() throws Exception {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Copy.class.getName(),
                Fixture.file("torch_cnn.onnx").toString(),
                temp.resolve("copy.onnx").toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor(60, TimeUnit.SECONDS);
    assertEquals("", said);
    assertEquals(0, process.exitValue());
    assertEquals(6, OnnxFile.read(temp.resolve("copy.onnx")).model().parameters().size());
  }
}
