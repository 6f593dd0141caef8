package org.tornadonn.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Scripts of src/test/python, on machines that have what they need: {@code
 * -Dtornadonn.python=PATH}, or {@code python3}.
 */
public record Python(String program) {

  /** A Python with these modules; skips the test where there is none. */
  public static Python with(String... modules) throws InterruptedException {
    var program = System.getProperty("tornadonn.python", "python3");
    assumeTrue(
        imports(program, String.join(", ", modules)),
        "%s does not have all of %s: install them, or name another with -Dtornadonn.python=PATH"
            .formatted(program, Arrays.toString(modules)));
    return new Python(program);
  }

  private static boolean imports(String program, String modules) throws InterruptedException {
    try {
      return new ProcessBuilder(program, "-c", "import " + modules)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Runs a script, which has to end well, and returns what it prints. */
  public String run(String script, Path... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(program, "src/test/python/" + script));
    for (var argument : arguments) {
      command.add(argument.toString());
    }
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(5, TimeUnit.MINUTES), said);
    assertEquals(0, process.exitValue(), said);
    return said;
  }
}
