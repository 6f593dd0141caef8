package org.tornadonn.exec;

import java.nio.file.Path;
import java.util.Map;

/** Where a user keeps what can be measured again. */
public final class UserCache {

  private UserCache() {}

  /**
   * The library's folder in {@code $XDG_CACHE_HOME}, else in {@code ~/.cache}; not absolute if
   * there is no home folder.
   */
  public static Path folder(Map<String, String> environment, String home) {
    var named = Path.of(environment.getOrDefault("XDG_CACHE_HOME", ""));
    var caches = named.isAbsolute() ? named : Path.of(home, ".cache");
    return caches.resolve("tornado-nn");
  }
}
