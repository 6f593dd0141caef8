package org.tornadonn.cli.machine;

import java.util.List;
import java.util.Locale;
import org.tornadonn.cli.show.Json;
import org.tornadonn.device.Choice;
import org.tornadonn.device.Device;
import org.tornadonn.device.Devices;
import org.tornadonn.exec.Tuning;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the devices of this machine. */
@Command(
    name = "devices",
    description = "Lists the devices of this machine, and why the other backends are missing.",
    mixinStandardHelpOptions = true)
public final class DevicesCommand implements Runnable {

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
      String driver,
      long memory,
      boolean auto,
      boolean selected) {}

  /** A backend that is not there. */
  record Absent(String backend, String reason) {}

  /** The device that a name stands for. */
  record Taken(String asked, String device, String reason) {

    static Taken of(Devices found, String name) {
      var chosen = found.choose(name);
      boolean races = name.equals("auto") && !chosen.device().isJvm();
      return new Taken(
          name,
          chosen.device().name(),
          chosen.reason()
              + (races
                  ? "; before it trains or predicts, a step of the model is measured on it and on"
                      + " jvm, and the faster is taken"
                  : ""));
    }

    /** One sentence. */
    String text() {
      return "--device %s takes %s: %s.".formatted(asked, device, reason);
    }
  }

  /** What {@code --json} prints. */
  record Answer(List<Entry> devices, List<Absent> missing, Taken auto, Taken selected) {}

  @Override
  public void run() {
    var found = Machine.find(Tuning.DEFAULT);
    var chosen = found.choose(selected.name());
    if (json) {
      System.out.println(Json.line(answer(found, chosen)));
      return;
    }
    System.out.printf(
        Locale.ROOT,
        "  %-10s %-6s %-11s %9s  %s%n",
        "device",
        "index",
        "type",
        "memory",
        "hardware; driver");
    for (var device : found.devices()) {
      System.out.printf(
          Locale.ROOT,
          "%s %-10s %-6s %-11s %6.1f GB  %s; %s%n",
          device.equals(chosen.device()) ? "*" : " ",
          device.name(),
          device.index(),
          device.type(),
          device.memoryBytes() / 1e9,
          device.description(),
          device.driver());
    }
    for (var missing : found.missing()) {
      System.out.printf("  %-10s missing: %s%n", missing.backend(), missing.reason());
    }
    System.out.println("* " + Taken.of(found, selected.name()).text());
    if (!selected.name().equals("auto")) {
      System.out.println("  " + Taken.of(found, "auto").text());
    }
  }

  private Answer answer(Devices found, Choice chosen) {
    var auto = found.choose("auto");
    return new Answer(
        found.devices().stream().map(device -> entry(device, auto, chosen)).toList(),
        found.missing().stream().map(m -> new Absent(m.backend(), m.reason())).toList(),
        Taken.of(found, "auto"),
        Taken.of(found, selected.name()));
  }

  private static Entry entry(Device device, Choice auto, Choice chosen) {
    return new Entry(
        device.name(),
        device.index(),
        device.type(),
        device.backend(),
        device.description(),
        device.driver(),
        device.memoryBytes(),
        device.equals(auto.device()),
        device.equals(chosen.device()));
  }
}
