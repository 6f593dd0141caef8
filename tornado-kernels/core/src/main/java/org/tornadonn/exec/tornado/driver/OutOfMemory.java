package org.tornadonn.exec.tornado.driver;

import java.util.List;
import java.util.Locale;

/** What to do where a device has less memory left than it says that it has. */
public final class OutOfMemory {

  /** How TornadoVM and drivers say it. */
  private static final List<String> WORDS =
      List.of(
          "unable to allocate",
          "out_of_memory",
          "out of memory",
          "cl_out_of",
          "cl_mem_object_allocation_failure");

  private OutOfMemory() {}

  /** A sentence with a space before it; empty if the failure is another one. */
  public static String advice(Throwable failure, String device) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      var message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      if (cause.getClass().getSimpleName().contains("OutOfMemory")
          || WORDS.stream().anyMatch(message::contains)) {
        return " Other programs or the driver itself hold memory of %s: end them, or use a smaller batch."
            .formatted(device);
      }
    }
    return "";
  }
}
