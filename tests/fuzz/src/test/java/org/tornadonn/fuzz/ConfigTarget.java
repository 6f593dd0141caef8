package org.tornadonn.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.List;
import org.tornadonn.cli.Commands;

/** Settings of a training, which then finds no data. */
record ConfigTarget() implements Target {

  private static final List<byte[]> SEEDS =
      List.of(
          """
          {"epochs": 3, "batch": 8, "lr": 0.01, "hidden": [8, 4], "ignore": ["a", "b"],
           "device": "jvm", "model": "mlp", "seed": 7}"""
              .getBytes(UTF_8),
          """
          {"run": {"kind": "classify", "version": "0.1.0"}, "optimizer": "adam", "verify": false,
           "validation": 0.25, "clip-norm": 1.5, "patience": 4}"""
              .getBytes(UTF_8));

  /** Settings that are right come to this. */
  private static final String NOWHERE = "nowhere.csv";

  @Override
  public String name() {
    return "config";
  }

  @Override
  public String ending() {
    return ".json";
  }

  @Override
  public int inputs() {
    return 300;
  }

  @Override
  public List<byte[]> seeds() {
    return SEEDS;
  }

  @Override
  public byte[] input(Choices choices) {
    byte[] seed = choices.of(SEEDS);
    return choices.oneIn(4)
        ? Mutation.several(seed, SEEDS, choices)
        : Tokens.JSON.several(seed, choices.of(SEEDS), choices);
  }

  @Override
  public void read(Path file) throws Commands.Refusal {
    try {
      Commands.run(List.of("train", "classify", "--config", file.toString(), "--data", NOWHERE));
    } catch (Commands.Refusal refusal) {
      if (!String.valueOf(refusal.getMessage()).endsWith(NOWHERE)) {
        throw refusal;
      }
    }
  }

  @Override
  public List<Class<? extends Exception>> refusals() {
    return List.of(Commands.Refusal.class);
  }
}
