package org.tornadonn.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are damaged, something else, or made to do harm. */
class HostileFileTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path temp;

  private void refuses(String words, byte[] bytes) throws IOException {
    var file = Files.write(temp.resolve("m.safetensors"), bytes);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    Refusal.says(words, file, () -> Safetensors.read(file));
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < 20_000_000 + 40L * bytes.length, words + " took " + allocated);
  }

  /** A header, with single quotes for double ones, and the size of the data behind it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "broken entry 'x'        | 4 | {'x':{}}",
        "broken entry 'x'        | 4 | {'x':1}",
        "broken entry 'x'        | 4 | {'x':null}",
        "broken entry 'x'        | 4 | {'x':[]}",
        "broken entry 'x'        | 4 | {'x':{'dtype':'F32','shape':[1]}}",
        "broken entry 'x'        | 4 | {'x':{'dtype':'F32','data_offsets':[0,4]}}",
        "broken entry 'x'        | 4 | {'x':{'shape':[1],'data_offsets':[0,4]}}",
        "broken entry 'x'        | 4 | {'x':{'dtype':1,'shape':[1],'data_offsets':[0,4]}}",
        "broken entry 'x'        | 4 | {'x':{'dtype':null,'shape':[1],'data_offsets':[0,4]}}",
        "broken entry 'x'        | 4 | {'x':{'dtype':'F32','shape':null,'data_offsets':[0,4]}}",
        "broken entry 'x'        | 4 | {'x':{'dtype':'F32','shape':[null],'data_offsets':[0,4]}}",
        "broken entry 'x'        | 4 | {'x':{'dtype':'F32','shape':['1'],'data_offsets':[0,4]}}",
        "broken entry 'x'        | 4 | {'x':{'dtype':'F32','shape':[1.0],'data_offsets':[0,4]}}",
        "broken entry 'x'        | 4 | {'x':{'dtype':'F32','shape':[true],'data_offsets':[0,4]}}",
        "broken entry 'x'        | 4 | {'x':{'dtype':'F32','shape':[[1]],'data_offsets':[0,4]}}",
        "broken entry 'x'        | 4 | {'x':{'dtype':'F32','shape':1,'data_offsets':[0,4]}}",
        "broken entry 'x'        | 4 | {'x':{'dtype':'F32','shape':[9223372036854775808],'data_offsets':[0,4]}}",
        "broken entry 'x'        | 4 | {'x':{'dtype':'F32','shape':[1],'data_offsets':[0,1e99999]}}",
        "Duplicate               | 4 | {'x':{'dtype':'F32','dtype':'F32','shape':[1],'data_offsets':[0,4]}}",
        "Duplicate               | 4 | {'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}",
        "Duplicate               | 0 | {'__metadata__':{},'__metadata__':{}}",
        "Duplicate               | 0 | {'__metadata__':{'a':'b','a':'b'}}",
        "broken entry '__meta    | 0 | {'__metadata__':{'a':1}}",
        "broken entry '__meta    | 0 | {'__metadata__':{'a':1.5}}",
        "broken entry '__meta    | 0 | {'__metadata__':{'a':true}}",
        "broken entry '__meta    | 0 | {'__metadata__':{'a':null}}",
        "broken entry '__meta    | 0 | {'__metadata__':{'a':{}}}",
        "broken entry '__meta    | 0 | {'__metadata__':{'a':['b']}}",
        "broken entry '__meta    | 0 | {'__metadata__':'a'}",
        "broken entry '__meta    | 0 | {'__metadata__':[]}",
        "broken entry '__meta    | 0 | {'__metadata__':null}",
        "is no range             | 4 | {'x':{'dtype':'F32','shape':[1],'data_offsets':[0]}}",
        "is no range             | 4 | {'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4,8]}}",
        "is no range             | 4 | {'x':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}}",
        "is no range             | 4 | {'x':{'dtype':'F32','shape':[1],'data_offsets':[-4,0]}}",
        "is no range             | 4 | {'x':{'dtype':'F32','shape':[1],'data_offsets':[-9223372036854775808,9223372036854775807]}}",
        "4 bytes, but takes 8    | 8 | {'x':{'dtype':'F32','shape':[1],'data_offsets':[0,8]}}",
        "2 bytes, but takes 4    | 4 | {'x':{'dtype':'F16','shape':[1],'data_offsets':[0,4]}}",
        "but takes 922337203685  | 4 | {'x':{'dtype':'F32','shape':[1],'data_offsets':[0,9223372036854775807]}}",
        "impossible shape        | 4 | {'x':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}}",
        "more than one array     | 4 | {'x':{'dtype':'F32','shape':[4294967297],'data_offsets':[0,4]}}",
        "more than one array     | 4 | {'x':{'dtype':'F32','shape':[65536,65536,65536,65536],'data_offsets':[0,0]}}",
        "more than one array     | 4 | {'x':{'dtype':'F32','shape':[2147483647,2],'data_offsets':[0,4]}}",
        "17 axes                 | 4 | {'x':{'dtype':'F32','shape':[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],'data_offsets':[0,4]}}",
        "is cut short            | 3 | {'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}",
        "is cut short            | 0 | {'x':{'dtype':'F32','shape':[500000000],'data_offsets':[0,2000000000]}}",
        "goes on for 1 bytes     | 5 | {'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}",
        "goes on for 1 bytes     | 1 | {}",
        "a gap before tensor 'x' | 8 | {'x':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}",
        "a gap before tensor 'y' | 9 | {'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'y':{'dtype':'F32','shape':[1],'data_offsets':[5,9]}}",
        "overlaps another        | 7 | {'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'y':{'dtype':'F32','shape':[1],'data_offsets':[3,7]}}",
        "overlaps another        | 4 | {'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'y':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}",
        "not valid JSON          | 4 | {'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}",
        "not valid JSON          | 0 | {,}",
        "not valid JSON          | 0 | {x}",
        "goes on after           | 0 | {}{}",
        "tensor 'a?b'            | 1 | {'a\\nb':{'dtype':'U8','shape':[2],'data_offsets':[0,1]}}",
      })
  void headers(String words, int dataSize, String header) throws IOException {
    refuses(words, Fixture.bytes(header.replace('\'', '"'), dataSize));
  }

  @Test
  void lengthsOfTheHeader() throws IOException {
    byte[] header = "{}".getBytes(StandardCharsets.UTF_8);
    for (long length : new long[] {0, 1, 3, 100_000_001, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
      refuses("says that its header has", Fixture.bytes(length, header, 0));
    }
    refuses("says that its header has 18446744073709551615 b", Fixture.bytes(-1, header, 0));
    refuses("is empty", new byte[0]);
    refuses("has only 9 bytes", new byte[9]);
    refuses("no header at byte 8", new byte[16]);
    refuses("no header at byte 8", Fixture.bytes("[1, 2]", 0));
  }

  @Test
  void namesThatWouldBreakTheLine() throws IOException {
    refuses("not valid JSON", Fixture.bytes("{\"\n\u001b[31m\u2028\":@}", 0));
    refuses("entry '?[31m?': it is no", Fixture.bytes("{\"\\u001b[31m\u2028\":1}", 0));
  }

  @Test
  void namesWithoutEnd() throws IOException {
    refuses("valid JSON", Fixture.bytes("{\"" + "x".repeat(60_000) + "\":1}", 0));
    refuses("xxx…'", Fixture.bytes("{\"" + "x".repeat(40_000) + "\":1}", 0));
  }

  @Test
  void nestingWithoutEnd() throws IOException {
    refuses("broken entry 'x'", Fixture.bytes("{\"x\":" + "[".repeat(10_000), 0));
    refuses("broken entry 'x'", Fixture.bytes("{\"x\":{\"y\":" + "{\"a\":".repeat(1_000_000), 0));
  }

  @Test
  void axesWithoutEnd() throws IOException {
    var shape = "1,".repeat(1_000_000) + "1";
    refuses(
        "1000001 axes",
        Fixture.bytes(
            "{\"x\":{\"dtype\":\"F32\",\"shape\":[%s],\"data_offsets\":[0,4]}}".formatted(shape),
            4));
  }

  @Test
  void textThatIsNotUtf8() throws IOException {
    byte[] broken = {'{', '"', (byte) 0xff, '"', ':', '1', '}'};
    refuses("not UTF-8", Fixture.bytes(broken.length, broken, 0));
    byte[] wide = "{}".getBytes(StandardCharsets.UTF_16LE);
    refuses("not valid JSON", Fixture.bytes(wide.length, wide, 0));
  }

  @Test
  void moreThanTheMemoryHolds() throws IOException {
    var file = temp.resolve("sparse.safetensors");
    var entries = new StringBuilder();
    long count = Runtime.getRuntime().maxMemory() / 4_000_000_000L + 1;
    for (long i = 0; i < count; i++) {
      entries.append(
          "%s\"%d\":{\"dtype\":\"F32\",\"shape\":[1000000000],\"data_offsets\":[%d,%d]}"
              .formatted(i == 0 ? "" : ",", i, i * 4_000_000_000L, (i + 1) * 4_000_000_000L));
    }
    byte[] start = Fixture.bytes("{" + entries + "}", 0);
    Files.write(file, start);
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(start.length + count * 4_000_000_000L);
    } catch (IOException e) {
      assumeTrue(false, "No sparse files here: " + e);
    }
    Refusal.says("larger -Xmx", file, () -> Safetensors.read(file));
    Files.delete(file);
  }

  @Test
  void otherKindsOfFiles() throws IOException {
    for (var name : new String[] {"state_dict.pt", "legacy.pt"}) {
      var file = Fixture.file(name);
      Refusal.says("is a PyTorch pickle", file, () -> Safetensors.read(file));
      Refusal.says("safetensors.torch.save_file(model.s", file, () -> ModelFile.load(file));
    }
    byte[] onnx = {8, 8, 0x12, 7, 'p', 'y', 't', 'o', 'r', 'c', 'h', 0x1a, 0, 0};
    refuses("ONNX", onnx);
    refuses("HDF5", "\u0089HDF\r\n\u001a\n00000000".getBytes(StandardCharsets.ISO_8859_1));
    refuses("GGUF", "GGUF000000000000".getBytes(StandardCharsets.ISO_8859_1));
    refuses("no safetensors file", "just a text file".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aHeaderOf128BytesIsNoPickle() throws IOException {
    for (int length : new int[] {0x80, 0x280, 'P' + 256 * 'K'}) {
      var header = "{}" + " ".repeat(length - 2);
      var file = Files.write(temp.resolve("m"), Fixture.bytes(header, 0));
      assertEquals(0, Safetensors.read(file).tensors().size());
    }
  }

  @Test
  void thereIsNoFile() {
    var missing = temp.resolve("nothing");
    Refusal.says("does not exist", missing, () -> Safetensors.read(missing));
    Refusal.says("is a folder", temp, () -> Safetensors.read(temp));
    var device = Path.of("/dev/zero");
    assumeTrue(Files.exists(device));
    Refusal.says("no regular file", device, () -> Safetensors.read(device));
  }

  /** Whatever happens to a file, reading it ends with its content or with one line. */
  @Test
  void randomDamage() throws IOException {
    var described = temp.resolve("described");
    ModelFile.save(described, Networks.small(), ModelDescription.CUSTOM);
    var file = temp.resolve("damaged");
    int refused = 0;
    var random = new SplittableRandom(20260729);
    for (int round = 0; round < 2000; round++) {
      var good = round % 2 == 0 ? described : Fixture.file("types.safetensors");
      Files.write(file, damage(Files.readAllBytes(good), random));
      long before = THREADS.getCurrentThreadAllocatedBytes();
      try {
        Safetensors.read(file);
        ModelFile.load(file);
      } catch (ModelFileException e) {
        refused++;
        Refusal.checkLine(file, "", e);
      } catch (RuntimeException | Error e) {
        Files.copy(file, Path.of("target", "damaged-" + round));
        throw new AssertionError("Round " + round, e);
      }
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      assertTrue(allocated < 20_000_000, "Round " + round + " took " + allocated);
    }
    assertTrue(refused > 1500, refused + " refused");
  }

  private static byte[] damage(byte[] good, SplittableRandom random) {
    byte[] bytes = good.clone();
    int header = 8 + (bytes[0] & 0xff) + 256 * (bytes[1] & 0xff);
    for (int n = random.nextInt(1, 4); n > 0; n--) {
      int at = random.nextInt(random.nextInt(8) == 0 ? 8 : Math.min(header, bytes.length));
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes[at] = (byte) "0123456789{}[]\",:".charAt(random.nextInt(17));
        case 3 -> bytes = Arrays.copyOf(bytes, Math.max(12, random.nextInt(bytes.length)));
        case 4 -> bytes = Arrays.copyOf(bytes, bytes.length + random.nextInt(1, 9));
        default -> {
          int from = random.nextInt(bytes.length);
          int length = Math.min(random.nextInt(1, 30), bytes.length - Math.max(at, from));
          System.arraycopy(bytes.clone(), from, bytes, at, length);
        }
      }
    }
    return bytes;
  }
}
