package org.tornadonn.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.tornadonn.cli.Commands;

/** The metrics of a complete run, of which a report is made. */
final class MetricsTarget implements Target {

  private static final String DATA = "x,y,kind\n1,2,a\n3,4,b\n5,6,a\n7,8,b\n";

  private final Path run;
  private final List<byte[]> seeds;

  /** Trains for a moment. */
  MetricsTarget() {
    try {
      var folder = Files.createTempDirectory("metrics");
      folder.toFile().deleteOnExit();
      var data = Files.writeString(folder.resolve("data.csv"), DATA);
      run = folder.resolve("run");
      Commands.run(
          List.of(
              "train",
              "classify",
              "--data",
              data.toString(),
              "--output",
              run.toString(),
              "--epochs",
              "2",
              "--batch",
              "2",
              "--hidden",
              "3",
              "--device",
              "jvm"));
      seeds = List.of(Files.readAllBytes(metrics()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Commands.Refusal e) {
      throw new IllegalStateException(e);
    }
  }

  private Path metrics() {
    return run.resolve("metrics.jsonl");
  }

  @Override
  public String name() {
    return "metrics";
  }

  @Override
  public String ending() {
    return ".jsonl";
  }

  @Override
  public int inputs() {
    return 100;
  }

  @Override
  public List<byte[]> seeds() {
    return seeds;
  }

  @Override
  public byte[] input(Choices choices) {
    byte[] seed = seeds.getFirst();
    return choices.oneIn(4)
        ? Mutation.several(seed, seeds, choices)
        : Tokens.JSON.several(seed, seed, choices);
  }

  @Override
  public void read(Path file) throws IOException, Commands.Refusal {
    Files.copy(file, metrics(), StandardCopyOption.REPLACE_EXISTING);
    Files.deleteIfExists(run.resolve("report.html"));
    var said = Commands.run(List.of("train", "--resume", run.toString(), "--device", "jvm"));
    for (var line : said.strip().split("\n")) {
      Verdict.onMessage(line)
          .ifPresent(
              wrong -> {
                throw new IllegalStateException(wrong + ": " + line);
              });
    }
  }

  @Override
  public List<Class<? extends Exception>> refusals() {
    return List.of(Commands.Refusal.class);
  }
}
