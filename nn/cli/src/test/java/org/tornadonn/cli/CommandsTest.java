package org.tornadonn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.cli.Cli.done;
import static org.tornadonn.cli.Cli.refused;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What all commands have in common, and the devices. */
class CommandsTest {

  private static final OrientationRun RUN = OrientationRun.once();

  @Test
  void devicesListsTheJvmAndWhatIsMissing() throws Exception {
    var answer = Cli.json(done(Cli.run("devices", "--json")).out()).getFirst();
    var jvm = answer.get("devices").get(0);
    assertEquals("jvm", jvm.get("name").asText());
    for (var name : List.of("type", "backend", "description", "driver", "index")) {
      assertTrue(jvm.get(name).isTextual(), name);
    }
    assertTrue(jvm.get("memory").asLong() > 0);
    int auto = 0;
    for (var device : answer.get("devices")) {
      auto += device.get("auto").asBoolean() ? 1 : 0;
    }
    assertEquals(1, auto);
    assertFalse(answer.get("auto").get("reason").asText().isBlank());
    assertTrue(answer.get("missing").size() > 0, "no machine has every backend");
    for (var missing : answer.get("missing")) {
      assertFalse(missing.get("reason").asText().isBlank(), missing.toString());
    }
  }

  @Test
  void helpIsThereForEveryCommand() {
    for (var command :
        List.of(
            "demo",
            "generate",
            "train",
            "evaluate",
            "predict",
            "summary",
            "trace",
            "devices",
            "doctor")) {
      var cli = done(Cli.run(command, "--help"));
      assertTrue(cli.out().contains("--device"), command);
    }
  }

  @Test
  void missingOrUnknownOptionsAreCodeTwo() {
    refused(2, Cli.run("train"), "--data", "--upright");
    refused(2, Cli.run("predict", "--modle", "x"), "--modle");
    refused(2, Cli.run("evaluate", "--data", RUN.pictures()), "--model");
    refused(2, Cli.run("nonsense"), "nonsense");
  }
}
