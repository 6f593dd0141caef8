package org.tornadonn.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.List;
import org.tornadonn.data.CsvDataset;

/** Tables with a column of classes. */
record CsvTarget() implements Target {

  private static final List<byte[]> SEEDS =
      List.of(
          table("x,y,kind", "1,2.5,cat", "-3,4e2,dog", "0.5,.25,cat", "7,8,dog"),
          table("\"x\",\"y, b\",y,kind", "1,2,3,\"c,at\"", "3,4,5,\"d\"\"og\"", "5,6,0,\"c,at\""),
          table("\ufeffx,y,kind", "1,2,0", "3,4,1", "5,6,2", "7,8,1", "1,1,0", "2,2,2"));

  private static byte[] table(String... lines) {
    return (String.join("\r\n", lines) + "\r\n").getBytes(UTF_8);
  }

  @Override
  public String name() {
    return "csv";
  }

  @Override
  public String ending() {
    return ".csv";
  }

  @Override
  public int inputs() {
    return 8000;
  }

  @Override
  public List<byte[]> seeds() {
    return SEEDS;
  }

  @Override
  public byte[] input(Choices choices) {
    byte[] seed = choices.of(SEEDS);
    byte[] text = choices.oneIn(4) ? seed : Tokens.CSV.several(seed, choices.of(SEEDS), choices);
    return choices.oneIn(2) ? Mutation.several(text, SEEDS, choices) : text;
  }

  @Override
  public void read(Path file) {
    var rows = CsvDataset.open(file, null, List.of());
    float[] x = new float[rows.inputLength()];
    float[] y = new float[1];
    for (int i = 0; i < rows.size(); i++) {
      rows.read(i, 0, x, 0, y, 0);
      for (float value : x) {
        if (!Float.isFinite(value)) {
          throw new IllegalStateException(rows.name(i) + " holds " + value);
        }
      }
    }
    rows = CsvDataset.open(file, "kind", List.of("x"));
    CsvDataset.open(file, List.of("y"), "kind", rows.classes());
  }
}
