package org.tornadonn.exec.tornado.tiled;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.tornadonn.exec.UserCache;

/**
 * Tilings that were the fastest on a device, by the product that they are for. They are kept in a
 * file for each device and driver, one line for each product.
 */
public final class TilingCache {

  private final Path file;
  private final String device;
  private final Map<String, Tiling> known = new ConcurrentHashMap<>();

  /**
   * What is known already; a file that cannot be read, or a line that makes no sense, says nothing.
   *
   * @param device hardware and driver, for who reads the file
   */
  TilingCache(Path file, String device) {
    this.file = file;
    this.device = device;
    var lines = read();
    for (var product : lines.stringPropertyNames()) {
      Tiling.parse(lines.getProperty(product)).ifPresent(tiling -> known.put(product, tiling));
    }
  }

  /**
   * The user's: in {@code $XDG_CACHE_HOME}, else {@code ~/.cache}.
   *
   * @param device hardware and driver
   */
  public static TilingCache ofUser(Map<String, String> environment, String home, String device) {
    var name = UUID.nameUUIDFromBytes(device.getBytes(StandardCharsets.UTF_8));
    return new TilingCache(
        UserCache.folder(environment, home).resolve("tilings").resolve(name + ".properties"),
        device);
  }

  /** The tiling of a product, if it is known. */
  Optional<Tiling> find(TiledProduct product) {
    return Optional.ofNullable(known.get(product.description()));
  }

  /**
   * Keeps a tiling, for this process in any case.
   *
   * @throws IOException if it cannot be written for later ones
   */
  void keep(TiledProduct product, Tiling tiling) throws IOException {
    known.put(product.description(), tiling);
    var folder = file.getParent();
    if (folder == null || !folder.isAbsolute()) {
      throw new IOException("there is no home folder");
    }
    Files.createDirectories(folder);
    var part = folder.resolve(".%s.part".formatted(UUID.randomUUID()));
    try {
      var lines = read(); // another process may have written some
      known.forEach((key, value) -> lines.setProperty(key, value.toString()));
      try (var out = Files.newBufferedWriter(part)) {
        lines.store(out, device);
      }
      Files.move(part, file, ATOMIC_MOVE, REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private Properties read() {
    var lines = new Properties();
    try (var in = Files.newBufferedReader(file)) {
      lines.load(in);
    } catch (IOException | IllegalArgumentException e) {
      return new Properties();
    }
    return lines;
  }
}
