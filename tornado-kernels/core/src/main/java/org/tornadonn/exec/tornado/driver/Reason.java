package org.tornadonn.exec.tornado.driver;

import java.util.List;

/** Says in words why something of TornadoVM's failed. */
public final class Reason {

  /** Where its classes lie: in the JDK's name, and from 6.0 on in TornadoVM's. */
  private static final List<String> GRAAL = List.of("jdk.graal.compiler.", "tornado.graal.");

  private static final String NO_ASSERTIONS =
      "-da:jdk.graal.compiler... -da:tornado.graal... -da:uk.ac.manchester.tornado...";

  private Reason() {}

  /** What went wrong, in one line. */
  public static String of(Throwable failure) {
    var root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    if (root instanceof AssertionError || (root instanceof LinkageError && inAsserting(root))) {
      return "an assertion of TornadoVM failed%s: its assertions do not hold on this JDK, so start Java without -ea, or add %s"
          .formatted(root.getMessage() == null ? "" : " (" + line(root) + ")", NO_ASSERTIONS);
    }
    if (String.valueOf(root.getMessage()).contains(".writeReplace()")) {
      return "its task is not serializable, as TornadoVM from 6.0 on requires: compile the kernel against tornado-api-classes, or the API of 6.0.0 or newer";
    }
    // Their messages are names alone, but the linker's of native libraries.
    return (root instanceof LinkageError && !(root instanceof UnsatisfiedLinkError))
            || root instanceof ReflectiveOperationException
        ? root.getClass().getSimpleName() + ": " + line(root)
        : line(root);
  }

  /**
   * Whether the class that threw has assertions on. Graal's ask for methods that this JDK may not
   * have, and then throw no AssertionError.
   */
  private static boolean inAsserting(Throwable root) {
    var frames = root.getStackTrace();
    if (frames.length == 0) {
      return false;
    }
    var name = frames[0].getClassName();
    try {
      return GRAAL.stream().anyMatch(name::startsWith)
          && Class.forName(name, false, ClassLoader.getSystemClassLoader())
              .desiredAssertionStatus();
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  private static String line(Throwable root) {
    var message = root.getMessage();
    return message == null || message.isBlank()
        ? root.getClass().getSimpleName()
        : message
            .replaceAll("\u001b\\[[0-9;]*m", "") // colours
            .strip()
            .lines()
            .findFirst()
            .orElse("")
            .replaceAll("\\.$", "");
  }
}
