package org.tornadonn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Every script of the project as shellcheck sees it. */
@DisabledOnOs(OS.WINDOWS)
class ScriptsTest {

  @Test
  void shellcheckFindsNothing() throws Exception {
    assumeTrue(installed(), "shellcheck is not installed (apt-get install shellcheck)");
    var said =
        FakeCheckout.bash(
            "cd ../..; shellcheck scripts/* .ci/run tests/cuda-on-cpu/build", Map.of());
    assertEquals("", said.out() + said.err());
    assertEquals(0, said.code());
  }

  private static boolean installed() throws InterruptedException {
    try {
      return new ProcessBuilder("shellcheck", "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
