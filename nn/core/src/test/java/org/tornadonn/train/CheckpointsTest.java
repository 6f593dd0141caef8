package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadonn.data.Fingerprint;
import org.tornadonn.layer.Tensor;
import org.tornadonn.plan.Shape;
import org.tornadonn.store.ModelFileException;
import org.tornadonn.store.Safetensors;

/** Which checkpoints are kept, and which are not believed. */
class CheckpointsTest {

  @TempDir Path folder;

  private static Tensor tensor(float... values) {
    return new Tensor(Shape.of(values.length), values);
  }

  private static Checkpoint checkpoint(int epoch, int step) {
    var best = new FitState.Best(1, 0.1 + 0.2, Map.of("w", tensor(7, 8, 9)));
    return new Checkpoint(
        new TrainingState(
            99, 1L << 62, Map.of("w", tensor(1, 2, epoch)), List.of(new float[] {4, 5, step})),
        new FitState(
            epoch,
            step,
            1 / 3.0,
            12,
            100,
            4,
            best,
            new ReduceOnPlateau.State(Double.NaN, 1, 2, 0.1),
            new EarlyStopping.State(-0.5, 3)),
        new TrainedOn(
            new Fingerprint(Map.of("labels", 1L << 31)), new Fingerprint(Map.of("cells", 7L))));
  }

  private Path write(int epoch, int step) {
    return new Checkpoints(folder, 3).write(checkpoint(epoch, step));
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private int newest(List<String> remarks) {
    var found = new Checkpoints(folder, 3).newest(remarks::add);
    return Objects.requireNonNull(found).fit().step();
  }

  @Test
  void everythingComesBack() {
    var read = Checkpoint.read(write(2, 3));
    var written = checkpoint(2, 3);
    assertEquals(CheckpointHeader.of(written), CheckpointHeader.of(read));
    assertEquals(written.data(), read.data());
    var tensors = CheckpointTensors.of(read);
    assertEquals(List.of("w", "optimizer.1", "best.w"), List.copyOf(tensors.keySet()));
    CheckpointTensors.of(written)
        .forEach(
            (name, tensor) ->
                assertArrayEquals(
                    tensor.values(), Objects.requireNonNull(tensors.get(name)).values()));
  }

  @Test
  void theNewestAreKept() throws IOException {
    write(0, 20);
    write(1, 0);
    write(0, 9);
    write(1, 1);
    Files.writeString(folder.resolve("mine.txt"), "stays");
    assertEquals(
        List.of(
            "epoch-0000-step-000020.safetensors",
            "epoch-0001-step-000001.safetensors",
            "epoch-0001.safetensors",
            "mine.txt"),
        names());
    assertEquals(1, newest(new ArrayList<>()));
  }

  @Test
  void noneIsNone() {
    assertNull(new Checkpoints(folder.resolve("nowhere"), 1).newest(remark -> {}));
  }

  @Test
  void halfWrittenOnesAreSweptUp() throws IOException {
    write(1, 1);
    Files.writeString(folder.resolve(".0123.part"), "half");
    assertEquals(1, newest(new ArrayList<>()));
    assertEquals(List.of("epoch-0001-step-000001.safetensors"), names());
  }

  /** Whichever byte is wrong, it is seen. */
  @Test
  void aDamagedOneIsLeftOutInOneLine() throws IOException {
    write(1, 1);
    var file = write(1, 2);
    var whole = Files.readAllBytes(file);
    int loss = new String(whole, StandardCharsets.ISO_8859_1).indexOf("0.333") + 5;
    for (int at :
        new int[] {0, 9, 60, loss, whole.length / 2, whole.length - 30, whole.length - 1}) {
      var damaged = whole.clone();
      damaged[at] ^= 0x01; // another digit is no broken JSON
      Files.write(file, damaged);
      var remarks = new ArrayList<String>();
      assertEquals(1, newest(remarks), "byte " + at);
      assertEquals(1, remarks.size());
      assertTrue(remarks.getFirst().contains(file.toString()), remarks.getFirst());
      assertTrue(
          remarks.getFirst().endsWith("Going on with epoch-0001-step-000001.safetensors instead."),
          remarks.getFirst());
      assertFalse(remarks.getFirst().contains("\n"), remarks.getFirst());
    }
    for (int length : new int[] {0, 5, whole.length / 2, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertEquals(1, newest(new ArrayList<>()), length + " bytes");
    }
  }

  @Test
  void anotherFormatIsNamed() {
    var file = write(1, 0);
    var content = Safetensors.read(file);
    var metadata = new LinkedHashMap<>(content.metadata());
    metadata.replaceAll((key, value) -> value.replace("\"format\":3", "\"format\":4"));
    new Safetensors(content.tensors(), metadata).write(file);
    refused(file, "is a checkpoint of format 4, and only formats 2 to 3 are read");
    new Safetensors(content.tensors(), Map.of("checkpoint.epochs", "3")).write(file);
    refused(file, "is a checkpoint of format 1, and only formats 2 to 3 are read");
    new Safetensors(content.tensors(), Map.of()).write(file);
    refused(file, "is no checkpoint");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[[[[", "{\"a\":1,\"a\":2}", "{\"sum\":NaN}", "{} x", "{", "{\"a\":1"})
  void aDescriptionThatIsNoJsonIsSaidWithItsPlace(String text) {
    var file = write(1, 0);
    var content = Safetensors.read(file);
    var hostile = text.startsWith("[") ? "[".repeat(1001) : text;
    new Safetensors(content.tensors(), Map.of(CheckpointHeader.KEY, hostile)).write(file);
    refused(file, "is a damaged checkpoint: its description is broken: line 1, column ");
  }

  /** The check sum is right, but not what is summed up. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "parameters,0",
        "parameters,9",
        "parameters,-1",
        "parameters,2147483647",
        "moments,0",
        "moments,9",
        "moments,-1",
        "moments,2147483647"
      })
  void countsThatAreNotThoseOfTheTensors(String counted) {
    var file = write(1, 0);
    var content = Safetensors.read(file);
    var part = counted.split(",");
    var json =
        CheckpointHeader.of(checkpoint(1, 0))
            .toJson()
            .replaceAll("\"%s\":\\d+".formatted(part[0]), "\"%s\":%s".formatted(part[0], part[1]));
    new Safetensors(content.tensors(), Map.of(CheckpointHeader.KEY, json)).write(file);
    var header = CheckpointHeader.read(file, Safetensors.read(file).metadata());
    var summed = header.withSum(header.sumWith(content.tensors())).toJson();
    new Safetensors(content.tensors(), Map.of(CheckpointHeader.KEY, summed)).write(file);
    refused(file, "is a damaged checkpoint: its tensors are not those it counts");
  }

  private void refused(Path file, String problem) {
    var e =
        assertThrows(
            ModelFileException.class, () -> new Checkpoints(folder, 1).newest(remark -> {}));
    assertTrue(String.valueOf(e.getMessage()).startsWith(file + " " + problem), e.getMessage());
  }

  @Test
  void atLeastOneIsKept() {
    assertThrows(IllegalArgumentException.class, () -> new Checkpoints(folder, 0));
  }
}
