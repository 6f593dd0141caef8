package org.tornadonn.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a comparison leaves in a folder: {@code bench.json}, {@code bench.txt}, {@code bench.svg}.
 */
record Report(Machine machine, Times times, Table table) {

  /** The table and what belongs to it. */
  String text() {
    var flops = Median.of(rounds().stream().mapToDouble(r -> r.ceilings().flops()));
    var bandwidth = Median.of(rounds().stream().mapToDouble(r -> r.ceilings().bandwidth()));
    return """
        %s
        %s; FMA peak %.0f GFLOP/s %s, memory %.1f GB/s %s
        Ratios are ours / peer in samples per second: above 1 this library is faster. Medians of %s;
        ± is half the distance between the extremes. Shares of the peak are counted as direct convolution.
        %s"""
        .formatted(
            table,
            machine,
            flops.value() / 1e9,
            flops.spread(),
            bandwidth.value() / 1e9,
            bandwidth.spread(),
            rounds(table.results().getFirst().rounds().size()),
            machine.busy().map(warning -> warning + System.lineSeparator()).orElse(""));
  }

  private static String rounds(int n) {
    return n == 1 ? "one round" : n + " rounds";
  }

  private List<Round> rounds() {
    return table.results().stream().flatMap(result -> result.rounds().stream()).toList();
  }

  /** Writes the files. */
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("bench.txt"), text());
    new ObjectMapper()
        .writerWithDefaultPrettyPrinter()
        .writeValue(folder.resolve("bench.json").toFile(), json());
    Files.writeString(folder.resolve("bench.svg"), new Picture(machine, table).svg());
  }

  private Map<String, Object> json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("machine", machine);
    json.put("times", times);
    var peers = new LinkedHashMap<String, String>();
    table.peers().forEach(peer -> peers.put(peer.name(), peer.description()));
    json.put("peers", peers);
    var works = new ArrayList<Map<String, Object>>();
    table.results().forEach(result -> works.add(json(result)));
    json.put("works", works);
    return json;
  }

  private Map<String, Object> json(Result result) {
    var json = new LinkedHashMap<String, Object>();
    json.put("work", result.work().name());
    json.put("flopsPerStep", result.work().flops());
    var samples = new LinkedHashMap<String, Object>();
    var ofPeak = new LinkedHashMap<String, Object>();
    result.samples(TornadoNn.NAME).ifPresent(median -> samples.put(TornadoNn.NAME, median));
    result.ofPeak(TornadoNn.NAME).ifPresent(median -> ofPeak.put(TornadoNn.NAME, median));
    var ratios = new LinkedHashMap<String, Object>();
    for (var peer : table.peers()) {
      var name = peer.name();
      result.samples(name).ifPresent(median -> samples.put(name, median));
      result.ofPeak(name).ifPresent(median -> ofPeak.put(name, median));
      result.ratio(name).ifPresent(median -> ratios.put(name, median));
    }
    json.put("samplesPerSecond", samples);
    json.put("ofPeak", ofPeak);
    json.put("ratios", ratios);
    table.bestPyTorch(result).ifPresent(name -> json.put("bestPyTorch", name));
    json.put("failures", result.failures());
    json.put("disagreements", result.disagreements());
    json.put("rounds", result.rounds());
    return json;
  }
}
