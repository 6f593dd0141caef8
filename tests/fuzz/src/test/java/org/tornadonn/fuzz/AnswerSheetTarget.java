package org.tornadonn.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tornadonn.data.AnswerSheet;

/** Answers to pictures. */
record AnswerSheetTarget() implements Target {

  private static final List<byte[]> SEEDS =
      List.of("{\"a.png\": 12.5,\n \"b/c.png\": -3e1, \"d é.png\": 359}".getBytes(UTF_8));

  @Override
  public String name() {
    return "answers";
  }

  @Override
  public String ending() {
    return ".json";
  }

  @Override
  public int inputs() {
    return 6000;
  }

  @Override
  public List<byte[]> seeds() {
    return SEEDS;
  }

  @Override
  public byte[] input(Choices choices) {
    byte[] seed = SEEDS.getFirst();
    return choices.oneIn(4)
        ? Mutation.several(seed, SEEDS, choices)
        : Tokens.JSON.several(seed, seed, choices);
  }

  @Override
  public void read(Path file) throws IOException {
    for (var name : List.of("a.png", "b/c.png", "d é.png")) {
      var picture = file.resolveSibling(name);
      if (!Files.exists(picture)) {
        Files.createDirectories(picture.resolveSibling("."));
        Files.createFile(picture);
      }
    }
    AnswerSheet.read(file);
  }
}
