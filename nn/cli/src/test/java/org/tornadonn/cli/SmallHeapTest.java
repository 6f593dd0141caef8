package org.tornadonn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tornadonn.store.ModelDescription;

/**
 * What a file or an argument asks for, and 64 MB of heap cannot hold, is refused in one line that
 * says what it is; never by Java's own error.
 */
@Timeout(300)
class SmallHeapTest {

  @TempDir static Path folder = Path.of(".");

  private static Path table = Path.of(".");

  @BeforeAll
  static void write() throws IOException {
    table = Files.writeString(folder.resolve("trees.csv"), Trees.rows(0, 60));
  }

  private static void refuses(String words, Object... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "--add-modules", "jdk.incubator.vector"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    for (var argument : arguments) {
      command.add(String.valueOf(argument));
    }
    var err = folder.resolve("err.txt");
    var process =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("out.txt").toFile())
            .redirectError(err.toFile())
            .start();
    assertTrue(process.waitFor(120, TimeUnit.SECONDS));
    var said = Files.readString(err);
    assertEquals(1, process.exitValue(), said);
    assertTrue(said.contains(words), said);
    assertFalse(said.contains("\tat ") || said.contains("OutOfMemory"), said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--hidden 5000,5000       | A model of 25,040,003 parameters needs 100.2 MB, but Java may use",
        "--hidden 2800,2800       | Java may use",
        "--hidden 46340,46340     | 'fc.2.weight' of shape (46340, 46340) is the one that",
        "--hidden 2147483647      | Shape (2147483647, 3) has more elements than one array",
        "--accumulate 2147483647  | fewer than a batch of 34359738352",
        "--batch 2147483647       | fewer than a batch of 2147483647",
      })
  void trainings(String options, String words) throws Exception {
    var arguments = new ArrayList<Object>(List.of("train", "classify", "--device", "jvm"));
    arguments.addAll(List.of("--data", table, "--output", folder.resolve("run"), "--overwrite"));
    arguments.addAll(List.of(options.split(" ")));
    refuses(words, arguments.toArray());
  }

  @Test
  void headersOfSafetensors() throws Exception {
    var file = folder.resolve("header.safetensors");
    var text = ("{\"a\":" + " ".repeat(20_000_000) + "1}").getBytes(StandardCharsets.UTF_8);
    var bytes = ByteBuffer.allocate(Long.BYTES + text.length).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file, bytes.putLong(text.length).put(text).array());
    refuses("header.safetensors cannot be read: its header of", "summary", "--model", file);
  }

  /** All of it is there, as far as the file system says. */
  @Test
  void tensorsOfSafetensors() throws Exception {
    var file = folder.resolve("tensor.safetensors");
    var header =
        "{\"__metadata__\":{\"%s\":\"{}\"},\"a\":{\"dtype\":\"U8\",\"shape\":[40000000],\"data_offsets\":[0,40000000]}}"
            .formatted(ModelDescription.KEY)
            .getBytes(StandardCharsets.UTF_8);
    var start = ByteBuffer.allocate(Long.BYTES + header.length).order(ByteOrder.LITTLE_ENDIAN);
    sparse(file, start.putLong(header.length).put(header).array(), 40_000_000);
    refuses("cannot be read: all of it needs 160.0 MB", "summary", "--model", file);
  }

  @Test
  void picturesOfIdx() throws Exception {
    var data = Files.createDirectory(folder.resolve("idx"));
    var labels = ByteBuffer.allocate(10).putInt(0x801).putInt(2).put((byte) 1).put((byte) 0);
    Files.write(data.resolve("train-labels-idx1-ubyte"), labels.array());
    var images = ByteBuffer.allocate(16).putInt(0x803).putInt(2).putInt(32_000).putInt(32_000);
    sparse(data.resolve("train-images-idx3-ubyte"), images.array(), 2_048_000_000L);
    refuses("2×32000×32000 values needs 2.05 GB", "train", "classify", "--data", data);
  }

  @Test
  void rowsOfCsv() throws Exception {
    var file = folder.resolve("many.csv");
    var row = "1,".repeat(100);
    try (var out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < 100; i++) {
        out.write("c" + i + ",");
      }
      out.write("kind\n");
      for (int i = 0; i < 200_000; i++) {
        out.write(row + i % 2 + "\n");
      }
    }
    refuses("many.csv is too large: A table of more than", "train", "classify", "--data", file);
    Files.delete(file);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bench --device jvm --image-size 32 --batch 2147483647  | that Java may use",
        "generate orientation --count 1 --image-size 10016 -o g | pixels needs 3.21 GB",
        "generate orientation --count 1 --image-size 30016 -o h | elements, but Java's hold at most",
        "summary --architecture orientation --image-size 46304  | more elements than one array",
      })
  void arguments(String arguments, String words) throws Exception {
    refuses(
        words,
        (Object[]) arguments.replace("-o ", "-o " + folder.resolve("generated-")).split(" "));
  }

  private static void sparse(Path file, byte[] start, long more) throws IOException {
    Files.write(file, start);
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(start.length + more);
    }
  }
}
