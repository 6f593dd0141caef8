package org.tornadonn.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A command that was run inside this JVM.
 *
 * @param code its exit code
 * @param out what it printed on stdout
 * @param err what it printed on stderr
 */
record Cli(int code, String out, String err) {

  /** Runs a command. */
  static Cli run(Object... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var stdout = System.out;
    var stderr = System.err;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      int code = Main.run(Arrays.stream(args).map(String::valueOf).toArray(String[]::new));
      return new Cli(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(stdout);
      System.setErr(stderr);
    }
  }
}
