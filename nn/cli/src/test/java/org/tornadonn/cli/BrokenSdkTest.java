package org.tornadonn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An SDK that Java does not start with costs its devices, not the command. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BrokenSdkTest {

  @TempDir Path folder;

  @BeforeEach
  void make() throws Exception {
    FakeCheckout.in(folder);
  }

  private FakeCheckout.Said after(String damage) throws Exception {
    return FakeCheckout.bash(
        """
        cd "$1/sdk"
        export TORNADOVM_HOME="$1/sdk"
        jars=share/java/tornado
        %s
        "$1/checkout/scripts/tornado-nn" devices
        """
            .formatted(damage),
        Map.of("HOME", folder.resolve("home").toString()),
        folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a missing jar|rm $jars/*.jar|Module tornado.runtime not found",
        "a missing folder|rm -r share|Module tornado.runtime not found",
        "an empty jar|: >$jars/tornado-runtime-1.jar|zip file is empty",
        "a cut jar|head -c 300 $jars/*.jar >x; mv x $jars/tornado-runtime-1.jar|zip END header not found",
        "an option of another JDK|echo -XX:+EnableNothingAtAll >>tornado-argfile.template|was built for another JDK",
        "no argument file|rm tornado-argfile.template|has no file tornado-argfile",
        "an empty folder|rm -r ./*|has no file tornado-argfile",
        "TORNADOVM_HOME that points nowhere|TORNADOVM_HOME=/no/sdk|there is no folder /no/sdk (TORNADOVM_HOME)",
        "TORNADOVM_HOME that is a file|TORNADOVM_HOME=$PWD/tornado-argfile.template|there is no folder",
        "a dangling link of SDKMAN|unset TORNADOVM_HOME; mkdir -p $HOME/.sdkman/candidates/tornadovm; ln -s gone $HOME/.sdkman/candidates/tornadovm/current|there is no folder",
        "the Graal compiler missing|echo --add-exports=jdk.graal.compiler/jdk.graal.compiler.nodes=tornado.runtime >>tornado-argfile.template|the Graal compiler, which should lie in share/java/graalJars, is missing",
      })
  void isLeftOutAndNamed(String name, String damage, String reason) throws Exception {
    var said = after(damage);
    assertEquals(0, said.code(), said.err());
    assertTrue(said.out().startsWith("sdk false\nmodule false\nproblem "), said.out());
    assertEquals(1, said.err().lines().count(), said.err());
    assertTrue(said.err().startsWith("tornado-nn goes on without TornadoVM: "), said.err());
    assertTrue(said.err().contains(reason), said.err());
    assertTrue(said.out().contains(reason), said.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "the template alone|:",
        "the filled-in file alone|sed s,'${TORNADOVM_HOME}',$PWD,g tornado-argfile.template >tornado-argfile; rm *.template",
        "one that was moved since|sed s,'${TORNADOVM_HOME}',/elsewhere,g tornado-argfile.template >tornado-argfile; rm *.template",
        "line ends of Windows|sed s/$/'\\r'/ tornado-argfile.template >tornado-argfile; rm *.template",
        "one without upgraded modules|grep -v upgrade tornado-argfile.template >x; mv x tornado-argfile.template; echo 'broken' >$jars/notes.txt",
        "a path with a slash at its end|TORNADOVM_HOME=$PWD/",
      })
  void aSoundOneIsUsed(String name, String change) throws Exception {
    var said = after(change);
    assertEquals(
        new FakeCheckout.Said(0, "sdk true\nmodule true\nproblem none\nfile false\n", ""),
        said,
        name);
  }

  /** A Java that writes down how often it was started; it stands for the real one. */
  @Test
  void itIsTriedOnceUntilItChanges() throws Exception {
    var said =
        after(
            """
            mkdir -p "$1/jdk/bin"
            touch "$1/jdk/bin/javac"
            cp "$JAVA_HOME/release" "$1/jdk/release"
            printf '#!/bin/sh\\necho started >>"%s/starts"\\nexec "%s/bin/java" "$@"\\n' "$1" "$JAVA_HOME" >"$1/jdk/bin/java"
            chmod +x "$1"/jdk/bin/*
            export JAVA_HOME="$1/jdk"
            starts() { wc -l <"$1/starts"; rm "$1/starts"; }
            mv $jars/tornado-runtime-1.jar ..
            for i in 1 2 3; do
              "$1/checkout/scripts/tornado-nn" devices >/dev/null
              starts "$1" >&2
            done
            mv ../tornado-runtime-1.jar $jars
            """);
    assertEquals(0, said.code(), said.err());
    assertEquals("sdk true\nmodule true\nproblem none\nfile false\n", said.out());
    var starts =
        said.err()
            .lines()
            .filter(line -> !line.startsWith("tornado-nn"))
            .map(String::strip)
            .toList();
    assertTrue(Integer.parseInt(starts.getFirst()) > 1, said.err());
    assertEquals(List.of("1", "1"), starts.subList(1, 3));
    assertEquals(3, said.err().lines().filter(line -> line.startsWith("tornado-nn")).count());
  }

  /** scripts/check asks the same script, and goes on. */
  @Test
  void theScriptAloneEndsWithTheReason() throws Exception {
    var said =
        FakeCheckout.bash(
            "TORNADOVM_HOME=/no/sdk \"$1/checkout/scripts/tornado-sdk\" \"$1/out\"",
            Map.of(),
            folder);
    assertEquals(
        new FakeCheckout.Said(1, "", "there is no folder /no/sdk (TORNADOVM_HOME)\n"), said);
    assertFalse(folder.resolve("out").toFile().exists());
  }
}
