package org.tornadonn.cli.machine;

import java.util.Locale;

/** The operating systems for which {@code doctor} knows the next step. */
enum OperatingSystem {
  LINUX,
  MACOS,
  WINDOWS;

  /** That of a value of {@code os.name}; what is neither Windows nor macOS counts as Linux. */
  static OperatingSystem of(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith("windows")) {
      return WINDOWS;
    }
    return lower.startsWith("mac") ? MACOS : LINUX;
  }

  /** As the tables of {@code doctor} name it. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
