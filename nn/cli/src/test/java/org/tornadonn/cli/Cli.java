package org.tornadonn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tornadonn.cli.show.Output;

/**
 * A command that was run inside this JVM.
 *
 * @param code its exit code
 * @param out what it printed on stdout
 * @param err what it printed on stderr
 */
public record Cli(int code, String out, String err) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Runs a command. */
  public static Cli run(Object... args) {
    return into(new ByteArrayOutputStream(), args);
  }

  /** Runs a command that prints into a stream. */
  static Cli into(OutputStream out, Object... args) {
    var err = new ByteArrayOutputStream();
    int code =
        Main.run(
            new Output(out, StandardCharsets.UTF_8),
            new Output(err, StandardCharsets.UTF_8),
            Arrays.stream(args).map(String::valueOf).toArray(String[]::new));
    return new Cli(
        code,
        out instanceof ByteArrayOutputStream bytes ? bytes.toString(StandardCharsets.UTF_8) : "",
        err.toString(StandardCharsets.UTF_8));
  }

  /** Returns a command that ended well. */
  public static Cli done(Cli cli) {
    assertEquals(0, cli.code, cli.err);
    return cli;
  }

  /** One line on stderr that says all of this, no stack trace, nothing on stdout. */
  public static void refused(int code, Cli cli, String... said) {
    assertEquals(code, cli.code, cli.err);
    assertEquals("", cli.out);
    for (var part : said) {
      assertTrue(cli.err.contains(part), cli.err);
    }
    assertFalse(cli.err.contains("\tat "), cli.err);
    assertEquals(1, cli.err.strip().lines().count(), cli.err);
  }

  /** The objects of a text that has one in each line. */
  public static List<JsonNode> json(String text) throws IOException {
    var nodes = new ArrayList<JsonNode>();
    for (var line : text.strip().split("\n")) {
      nodes.add(JSON.readTree(line));
    }
    return nodes;
  }
}
