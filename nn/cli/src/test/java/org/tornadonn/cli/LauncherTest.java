package org.tornadonn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The launcher starts Java, with the SDK that there is, wherever it lies and whatever is not set.
 */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LauncherTest {

  private static final String STARTED = "sdk true\nmodule true\nproblem none\nfile true\n";

  @TempDir static Path folder;

  @BeforeAll
  static void make() throws Exception {
    FakeCheckout.in(folder);
  }

  /** In the escapes of printf, since this JVM may be one that cannot name such files. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a space",
        "hash#mark",
        "amper&sand",
        "back\\\\slash",
        "double\"quote",
        "single'quote",
        "dollar$HOME",
        "star*",
        "\\303\\274ml\\303\\244ut"
      })
  void pathsMayHaveAnyCharacters(String name) throws Exception {
    var said =
        FakeCheckout.bash(
            """
            place="$1/"$(printf "$2")
            mkdir "$place"
            cp -Rp "$1/checkout" "$1/sdk" "$place"
            cd "$place"
            touch "$place/picture"
            HOME=$place TORNADOVM_HOME="$place/sdk" "$place/checkout/scripts/tornado-nn" "$place/picture"
            mkdir -p .sdkman/candidates/tornadovm
            mv sdk .sdkman/candidates/tornadovm/current
            HOME=$place "$place/checkout/scripts/tornado-nn" "$place/picture"
            """,
            Map.of(),
            folder,
            name);
    assertEquals(new FakeCheckout.Said(0, STARTED + STARTED, ""), said);
  }

  /** What scripts, services and containers start programs with. */
  @ParameterizedTest
  @CsvSource({
    "nothing, ''",
    "HOME unset, unset HOME",
    "HOME nowhere, export HOME=/nowhere",
    "TMPDIR nowhere, export TMPDIR=/nowhere/at/all HOME=/nowhere XDG_CACHE_HOME=/nowhere",
    "minimal PATH, export PATH=/usr/bin:/bin",
    "ASCII alone, export LC_ALL=C",
    "POSIX, export LC_ALL=POSIX LANG=de_DE.UTF-8",
    "a locale that is not installed, export LC_ALL=xx_XX.UTF-8",
    "a language without it, export LANG=xx_XX",
    "CDPATH, export CDPATH=/:/usr",
    "a target of somebody else, 'rm -rf nn/cli/target/tornado-argfile*; chmod a-w nn/cli/target'",
  })
  void environmentsMayBeBare(String name, String change) throws Exception {
    var said =
        FakeCheckout.bash(
            """
            cd "$1/checkout"
            trap 'chmod u+w "$1/checkout/nn/cli/target"' EXIT
            export TORNADOVM_HOME=../sdk
            file="$1/"$(printf '\\303\\244 picture')
            touch "$file"
            %s
            scripts/tornado-nn "$file"
            """
                .formatted(change),
            Map.of(),
            folder);
    assertEquals(0, said.code(), said.err());
    assertEquals(STARTED, said.out());
    // What bash itself says of a locale that is not installed stays.
    assertEquals("", said.err().replaceAll("(?m)^.*setlocale.*\\R", ""), name);
  }

  /** As services are started. */
  @Test
  void nothingAtAllNeedsToBeSet() throws Exception {
    var said =
        FakeCheckout.bash(
            """
            file="$1/"$(printf 'bare \\303\\244')
            touch "$file"
            env -i JAVA_HOME="$JAVA_HOME" TORNADOVM_HOME="$1/sdk" "$1/checkout/scripts/tornado-nn" "$file"
            """,
            Map.of(),
            folder);
    assertEquals(new FakeCheckout.Said(0, STARTED, ""), said);
  }

  @Test
  void aFolderThatCannotBeWrittenIsNoHindrance() throws Exception {
    var said =
        FakeCheckout.bash(
            """
            touch "$1/file"
            TORNADOVM_HOME="$1/sdk" XDG_CACHE_HOME="$1/cache" "$1/checkout/scripts/tornado-sdk" "$1/file/below"
            """,
            Map.of(),
            folder);
    assertEquals(folder.resolve("cache/tornado-nn/tornado-argfile") + "\n", said.out(), said.err());
  }

  @Test
  void aPathThatJavaPartsIsRefusedInWords() throws Exception {
    var said =
        FakeCheckout.bash(
            "mkdir \"$1/a:b\"; cp -Rp \"$1/checkout\" \"$1/a:b\"; \"$1/a:b/checkout/scripts/tornado-nn\"",
            Map.of(),
            folder);
    assertEquals(1, said.code());
    assertTrue(said.err().contains("a colon parts the entries of Java's class path"), said.err());
  }

  /**
   * Java's own warning of incubator modules comes of --add-modules: both kinds of start do without.
   */
  @ParameterizedTest
  @ValueSource(strings = {"predict", "predict --device jvm"})
  void javaWarnsOfNothing(String command) throws Exception {
    var said =
        FakeCheckout.bash(
            "TORNADOVM_HOME=\"$1/sdk\" \"$1/checkout/scripts/tornado-nn\" " + command,
            Map.of(),
            folder);
    assertEquals("", said.err());
    assertFalse(said.out().contains("problem null"), said.out());
  }
}
