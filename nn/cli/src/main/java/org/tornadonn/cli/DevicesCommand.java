package org.tornadonn.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tornadonn.device.Device;
import org.tornadonn.device.Devices;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the devices of this machine. */
@Command(
    name = "devices",
    description = "Lists the devices of this machine, and what is missing.",
    mixinStandardHelpOptions = true)
final class DevicesCommand implements Runnable {

  @Mixin DeviceOption selected = new DeviceOption();

  @Option(names = "--json", description = "Print one JSON object instead of a table.")
  boolean json;

  /** A device as {@code --json} prints it. */
  record Entry(
      String name,
      String index,
      String type,
      String backend,
      String description,
      long memory,
      boolean selected) {}

  /** Something that is not there. */
  record Missing(String backend, String reason) {}

  /** What {@code --json} prints. */
  record Answer(List<Entry> devices, List<Missing> missing) {}

  @Override
  public void run() {
    var found = Devices.find();
    var chosen = found.select(selected.name);
    if (json) {
      System.out.println(Json.line(answer(found, chosen)));
      return;
    }
    System.out.printf(
        Locale.ROOT,
        "  %-12s %-6s %-12s %9s  %s%n",
        "device",
        "index",
        "type",
        "memory",
        "hardware");
    for (var device : found.devices()) {
      System.out.printf(
          Locale.ROOT,
          "%s %-12s %-6s %-12s %6.1f GB  %s%n",
          device.equals(chosen) ? "*" : " ",
          device.name(),
          device.index(),
          device.type(),
          device.memoryBytes() / 1e9,
          device.description());
    }
    for (Map.Entry<String, String> missing : found.missing().entrySet()) {
      System.out.printf("  %-12s not there: %s%n", missing.getKey(), missing.getValue());
    }
    System.out.printf("* is what --device %s takes.%n", selected.name);
  }

  private static Answer answer(Devices found, Device chosen) {
    return new Answer(
        found.devices().stream()
            .map(
                d ->
                    new Entry(
                        d.name(),
                        d.index(),
                        d.type(),
                        d.backend(),
                        d.description(),
                        d.memoryBytes(),
                        d.equals(chosen)))
            .toList(),
        found.missing().entrySet().stream()
            .map(e -> new Missing(e.getKey(), e.getValue()))
            .toList());
  }
}
