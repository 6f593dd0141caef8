package org.tornadonn.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;

/**
 * A checkout with this project's scripts, and in the place of the command a program that says what
 * it was started with; beside it an SDK as TornadoVM's are laid out, of one small module.
 *
 * @param folder holds {@code checkout} and {@code sdk}
 */
record FakeCheckout(Path folder) {

  private static final Path SCRIPTS = Path.of("../../scripts").toAbsolutePath().normalize();

  private static final String MAIN =
      """
      package org.tornadonn.cli;

      import java.nio.file.Files;
      import java.nio.file.Path;

      public final class Main {
        public static void main(String[] args) throws Exception {
          var sdk = System.getProperty("fake.sdk");
          System.out.println("sdk " + (sdk != null && Files.exists(Path.of(sdk, "share/java"))));
          var runtime = ModuleLayer.boot().findModule("tornado.runtime");
          System.out.println("module " + runtime.isPresent());
          if (runtime.isPresent()) {
            Class.forName("fake.Runtime");
          }
          System.out.println("problem " + System.getProperty("tornadonn.sdk.problem", "none"));
          for (var arg : args) {
            System.out.println("file " + Files.exists(Path.of(arg)));
          }
        }
      }
      """;

  /** Does what Java warns of, as TornadoVM's runtime of 6.0 does when it starts. */
  private static final String RUNTIME =
      """
      package fake;

      public final class Runtime {
        private int field;

        static {
          try {
            var type = Class.forName("sun.misc.Unsafe");
            var unsafe = type.getDeclaredField("theUnsafe");
            unsafe.setAccessible(true);
            type.getMethod("objectFieldOffset", java.lang.reflect.Field.class)
                .invoke(unsafe.get(null), Runtime.class.getDeclaredField("field"));
          } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
          }
        }
      }
      """;

  static final String ARGUMENT_FILE =
      """
      # === JVM mode ===
      -server
      -Djava.library.path=${TORNADOVM_HOME}/lib
      -Dfake.sdk=${TORNADOVM_HOME}
      --module-path .:${TORNADOVM_HOME}/share/java/tornado
      --upgrade-module-path ${TORNADOVM_HOME}/share/java/graalJars
      --add-modules ALL-SYSTEM,tornado.runtime
      --add-exports=java.base/jdk.internal.misc=tornado.runtime
      """;

  /** Makes all of it. */
  static FakeCheckout in(Path folder) throws IOException {
    var fake = new FakeCheckout(folder);
    var lib = Files.createDirectories(fake.checkout().resolve("nn/cli/target/lib"));
    Files.createDirectories(fake.checkout().resolve("tornado-kernels"));
    Files.writeString(fake.checkout().resolve("pom.xml"), "");
    var scripts = Files.createDirectories(fake.checkout().resolve("scripts"));
    for (var script : List.of("tornado-nn", "tornado-sdk", "jdk", "locale")) {
      Files.copy(SCRIPTS.resolve(script), scripts.resolve(script));
      scripts.resolve(script).toFile().setExecutable(true);
    }
    fake.jar(lib.resolve("main.jar"), Map.of("Main.java", MAIN));
    Files.writeString(lib.resolve(".built"), "");
    // Empty: this JVM makes no cache.
    Files.writeString(fake.checkout().resolve("nn/cli/target/tornado-nn.aot"), "");
    Files.createDirectories(fake.sdk().resolve("lib"));
    Files.createDirectories(fake.sdk().resolve("share/java/graalJars"));
    var jars = Files.createDirectories(fake.sdk().resolve("share/java/tornado"));
    fake.jar(
        jars.resolve("tornado-runtime-1.jar"),
        Map.of(
            "module-info.java",
            "module tornado.runtime { exports fake; requires jdk.unsupported; }",
            "Runtime.java",
            RUNTIME));
    Files.writeString(fake.sdk().resolve("tornado-argfile.template"), ARGUMENT_FILE);
    return fake;
  }

  Path checkout() {
    return folder.resolve("checkout");
  }

  Path sdk() {
    return folder.resolve("sdk");
  }

  private void jar(Path jar, Map<String, String> sources) throws IOException {
    var made = Files.createTempDirectory(folder, "sources");
    var javac = new ArrayList<>(List.of("-d", made.resolve("classes").toString()));
    for (var source : sources.entrySet()) {
      var file = Files.writeString(made.resolve(source.getKey()), source.getValue(), UTF_8);
      javac.add(file.toString());
    }
    run("javac", javac);
    run(
        "jar",
        List.of(
            "--create", "--file", jar.toString(), "-C", made.resolve("classes").toString(), "."));
  }

  private static void run(String tool, List<String> arguments) {
    assertEquals(
        0,
        ToolProvider.findFirst(tool)
            .orElseThrow()
            .run(System.out, System.err, arguments.toArray(String[]::new)),
        tool);
  }

  /**
   * What a script of bash said and how it ended, in an environment that has nothing but PATH and
   * what is given.
   */
  static Said bash(String script, Map<String, String> environment, Object... arguments)
      throws Exception {
    var command = new ArrayList<>(List.of("bash", "-c", "set -eu\n" + script, "bash"));
    for (var argument : arguments) {
      command.add(argument.toString());
    }
    var builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of("PATH", System.getenv("PATH"), "JAVA_HOME", System.getProperty("java.home")));
    builder.environment().putAll(environment);
    var err = Files.createTempFile("launcher", ".err");
    builder.redirectError(err.toFile());
    var process = builder.start();
    process.getOutputStream().close();
    try {
      var out = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Said(process.waitFor(), out, Files.readString(err));
    } finally {
      Files.delete(err);
    }
  }

  /** What a program said. */
  record Said(int code, String out, String err) {}
}
