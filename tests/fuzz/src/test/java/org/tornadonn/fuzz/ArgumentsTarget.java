package org.tornadonn.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tornadonn.cli.Commands;

/** Command lines, one argument a line, of which nothing runs. */
record ArgumentsTarget() implements Target {

  private static final List<byte[]> SEEDS =
      Commands.examples().stream().map(ArgumentsTarget::bytes).toList();

  private static byte[] bytes(List<String> arguments) {
    return String.join("\n", arguments).getBytes(UTF_8);
  }

  @Override
  public String name() {
    return "arguments";
  }

  @Override
  public String ending() {
    return ".txt";
  }

  @Override
  public int inputs() {
    return 500;
  }

  @Override
  public List<byte[]> seeds() {
    return SEEDS;
  }

  @Override
  public byte[] input(Choices choices) {
    var words = new ArrayList<>(words(choices.of(SEEDS)));
    for (int n = choices.few(); n > 0 && !words.isEmpty(); n--) {
      int at = choices.below(words.size());
      var others = words(choices.of(SEEDS));
      switch (choices.below(6)) {
        case 0 -> words.remove(at);
        case 1 -> words.add(choices.below(words.size() + 1), words.get(at));
        case 2 -> words.add(choices.below(words.size() + 1), choices.of(others));
        case 3 -> words.set(at, words.get(at) + "=" + Odd.text(choices));
        case 4 -> words.addAll(others.subList(Math.min(1, others.size()), others.size()));
        default -> words.set(at, Odd.text(choices));
      }
    }
    return bytes(words);
  }

  private static List<String> words(byte[] arguments) {
    return List.of(new String(arguments, UTF_8).split("\n", -1));
  }

  @Override
  public void read(Path file) throws IOException, Commands.Refusal {
    Commands.parse(words(Files.readAllBytes(file)));
  }

  @Override
  public List<Class<? extends Exception>> refusals() {
    return List.of(Commands.Refusal.class);
  }
}
