package org.tornadonn.cli.machine;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.tornadonn.cli.show.Json;
import org.tornadonn.cli.show.Version;
import org.tornadonn.device.Device;
import org.tornadonn.exec.UserCache;
import org.tornadonn.json.JsonFault;
import org.tornadonn.json.StrictJson;
import org.tornadonn.train.MeasuredStep;

/** Speeds that were measured, each pair in a file of its own. */
public record SpeedCache(Path folder) {

  /** How fast two devices are, in samples a second. */
  public record Speeds(double device, double jvm) {}

  /** All that speeds depend on. */
  private record Key(
      String step,
      String shape,
      String device,
      String description,
      String driver,
      String jvm,
      String java,
      String version) {

    static Key of(MeasuredStep step, Device device, Device jvm) {
      return new Key(
          step.kind(),
          step.shape(),
          device.name(),
          device.description(),
          device.driver(),
          jvm.description(),
          jvm.driver(),
          Version.NUMBER);
    }
  }

  private record Entry(Key key, Speeds speeds) {}

  /** The user's: in {@code $XDG_CACHE_HOME}, else {@code ~/.cache}. */
  static SpeedCache ofUser(Map<String, String> environment, String home) {
    return new SpeedCache(UserCache.folder(environment, home).resolve("speeds"));
  }

  /** The speeds, if they are known; a file that cannot be read, or says nonsense, is none. */
  public Optional<Speeds> find(MeasuredStep step, Device device, Device jvm) {
    var key = Key.of(step, device, jvm);
    try {
      var entry = StrictJson.tree(file(key));
      var speeds =
          new Speeds(
              entry.path("speeds").path("device").asDouble(),
              entry.path("speeds").path("jvm").asDouble());
      boolean sound = isSpeed(speeds.device()) && isSpeed(speeds.jvm());
      return sound && entry.path("key").equals(Json.tree(key))
          ? Optional.of(speeds)
          : Optional.empty();
    } catch (JsonFault | IOException e) {
      return Optional.empty();
    }
  }

  private static boolean isSpeed(double speed) {
    return speed > 0 && Double.isFinite(speed);
  }

  /**
   * Keeps speeds for the next time.
   *
   * @throws IOException if they cannot be written
   */
  public void keep(MeasuredStep step, Device device, Device jvm, Speeds speeds) throws IOException {
    var key = Key.of(step, device, jvm);
    if (!folder.isAbsolute()) {
      throw new IOException("there is no home folder");
    }
    Files.createDirectories(folder);
    var part = folder.resolve(".%s.part".formatted(UUID.randomUUID()));
    try {
      Files.writeString(part, Json.line(new Entry(key, speeds)) + "\n");
      Files.move(part, file(key), ATOMIC_MOVE, REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private Path file(Key key) {
    var name = UUID.nameUUIDFromBytes(Json.line(key).getBytes(StandardCharsets.UTF_8));
    return folder.resolve(name + ".json");
  }
}
