package org.tornadonn.exec.tornado.driver;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A second JVM with the TornadoVM of this one, for what may crash, hang, or write to stdout: native
 * drivers do.
 */
public final class OtherJvm {

  private OtherJvm() {}

  /** Starts a main class there; its stderr comes with its stdout. */
  public static Process start(Class<?> main, List<String> arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(OtherJvm::concernsTornadoVm)
        .forEach(command::add);
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-Dstdout.encoding=UTF-8",
            "-XX:+UseSerialGC",
            "-XX:+SuppressFatalErrorMessage",
            "-XX:-CreateCoredumpOnCrash",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    // Their options are among this JVM's arguments already.
    builder.environment().keySet().removeAll(List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"));
    return builder.start();
  }

  /** Modules, TornadoVM's switches and its compiler; no heap sizes, agents or debuggers. */
  private static boolean concernsTornadoVm(String argument) {
    return argument.startsWith("--")
        || argument.startsWith("-Dtornado")
        || argument.startsWith("-Djava.library.path")
        || argument.contains("JVMCI")
        || argument.contains("UnlockExperimentalVMOptions");
  }
}
