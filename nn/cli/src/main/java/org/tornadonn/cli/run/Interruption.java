package org.tornadonn.cli.run;

import java.util.HashMap;
import java.util.Map;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Listens for Ctrl-C (SIGINT) and SIGTERM until it is closed: the first asks to stop, the second
 * ends the JVM at once.
 */
final class Interruption implements AutoCloseable {

  /** Signals and their numbers; a shell expects 128 more as exit code. */
  private static final Map<String, Integer> NUMBERS = Map.of("INT", 2, "TERM", 15);

  private final Map<String, @Nullable Object> before = new HashMap<>();
  private volatile int code;

  Interruption() {
    NUMBERS.forEach(
        (name, number) -> before.put(name, Signals.register(name, () -> came(128 + number))));
  }

  private void came(int next) {
    if (code != 0) {
      Runtime.getRuntime().halt(next);
    }
    code = next;
    System.err.println("Stopping after this step; once more stops at once.");
  }

  /** The exit code that the signal asks for; 0 if none has come. */
  int code() {
    return code;
  }

  @Override
  public void close() {
    before.forEach(Signals::unregister);
  }
}
