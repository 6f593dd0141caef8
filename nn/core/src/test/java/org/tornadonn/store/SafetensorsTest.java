package org.tornadonn.store;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadonn.layer.Tensor;
import org.tornadonn.plan.Shape;

class SafetensorsTest {

  @TempDir Path temp;

  private static int[] bits(Tensor tensor) {
    var values = tensor.values();
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }

  private static Tensor anyBits(Shape shape, long seed) {
    var random = new SplittableRandom(seed);
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(random.nextInt());
    }
    return new Tensor(shape, values);
  }

  private static Tensor tensor(Safetensors content, String name) {
    return Objects.requireNonNull(content.tensors().get(name), name);
  }

  @Test
  void comesBackBitForBitInItsOrder() {
    var tensors = new LinkedHashMap<String, Tensor>();
    tensors.put("z.weight", anyBits(Shape.of(3, 1, 5, 7), 1));
    tensors.put("a", anyBits(Shape.of(), 2));
    tensors.put("", anyBits(Shape.of(1, 1), 3));
    tensors.put("ünï\n\"code\" 🌪", anyBits(Shape.of(13), 4));
    // More than one chunk, and not a multiple of it.
    tensors.put("large", anyBits(Shape.of(207, 1301), 5));
    var content = new Safetensors(tensors, Map.of("key", "line\nbreak"));
    var file = temp.resolve("new/folder/m.safetensors");
    content.write(file);
    var again = Safetensors.read(file);
    assertEquals(content.metadata(), again.metadata());
    assertEquals(List.copyOf(tensors.keySet()), List.copyOf(again.tensors().keySet()));
    for (var name : tensors.keySet()) {
      var expected = tensor(content, name);
      var actual = tensor(again, name);
      assertEquals(expected.shape(), actual.shape());
      assertArrayEquals(bits(expected), bits(actual), name);
    }
  }

  @Test
  void theNumbersBeginAtAMultipleOf8() throws IOException {
    for (int length = 1; length < 9; length++) {
      var file = temp.resolve("m.safetensors");
      var tensors = Map.of("n".repeat(length), new Tensor(Shape.of(1), new float[] {1}));
      new Safetensors(tensors, Map.of()).write(file);
      var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      assertEquals(0, bytes.getLong(0) % 8);
      assertEquals(1f, bytes.getFloat((int) bytes.getLong(0) + 8));
      assertEquals(bytes.getLong(0) + 12, bytes.capacity());
      assertEquals('{', bytes.get(8));
    }
  }

  @Test
  void sameContentSameBytes() throws IOException {
    var tensors = new LinkedHashMap<String, Tensor>();
    for (var name : List.of("b", "c", "a")) {
      tensors.put(name, anyBits(Shape.of(2), 1));
    }
    new Safetensors(tensors, Map.of()).write(temp.resolve("1"));
    Safetensors.read(temp.resolve("1")).write(temp.resolve("2"));
    assertEquals(-1, Files.mismatch(temp.resolve("1"), temp.resolve("2")));
  }

  @Test
  void nothingAtAll() {
    new Safetensors(Map.of(), Map.of()).write(temp.resolve("empty"));
    assertEquals(new Safetensors(Map.of(), Map.of()), Safetensors.read(temp.resolve("empty")));
  }

  /** PyTorch counts batches in 64 bits. */
  @Test
  void countsAreRead() {
    var steps = Safetensors.read(Fixture.file("int64.safetensors")).tensors().get("steps");
    assertEquals(Shape.of(), requireNonNull(steps).shape());
    assertArrayEquals(new float[] {3}, steps.values());
  }

  @Test
  void readsWhatPyTorchWrites() throws IOException {
    var content = Safetensors.read(Fixture.file("types.safetensors"));
    assertEquals(Map.of("format", "pt", "says", "ü \"quoted\"\n"), content.metadata());
    var expected = Fixture.json("types.json");
    assertEquals(expected.size(), content.tensors().size());
    for (var field : expected.properties()) {
      var tensor = tensor(content, field.getKey());
      var shape = field.getValue().get("shape");
      assertEquals(shape.size(), tensor.shape().rank());
      for (int i = 0; i < shape.size(); i++) {
        assertEquals(shape.get(i).intValue(), tensor.shape().dim(i));
      }
      assertArrayEquals(
          bits(new Tensor(tensor.shape(), Fixture.floats(field.getValue().get("values")))),
          bits(tensor),
          field.getKey());
    }
  }

  @Test
  void allNumbersOf16Bits() throws IOException {
    for (var type : List.of(DataType.F16, DataType.BF16)) {
      var header =
          "{\"x\":{\"dtype\":\"%s\",\"shape\":[65536],\"data_offsets\":[0,131072]}}"
              .formatted(type);
      byte[] bytes = Fixture.bytes(header, 131072);
      var data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < 65536; i++) {
        data.putShort(bytes.length - 131072 + 2 * i, (short) i);
      }
      var file = Files.write(temp.resolve("all"), bytes);
      var tensor = tensor(Safetensors.read(file), "x");
      for (int i = 0; i < 65536; i++) {
        assertEquals(byDefinition(type, i), tensor.values()[i], type + " " + i);
      }
    }
  }

  /** Sign, exponent and fraction, by IEEE 754. */
  private static float byDefinition(DataType type, int bits) {
    int exponentBits = type == DataType.F16 ? 5 : 8;
    int fractionBits = 15 - exponentBits;
    int bias = (1 << (exponentBits - 1)) - 1;
    int exponent = (bits >> fractionBits) & ((1 << exponentBits) - 1);
    double fraction = (bits & ((1 << fractionBits) - 1)) / (double) (1 << fractionBits);
    double sign = (bits & 0x8000) == 0 ? 1 : -1;
    if (exponent == (1 << exponentBits) - 1) {
      return fraction == 0 ? (float) (sign / 0.0) : Float.NaN;
    }
    return (float)
        (exponent == 0
            ? sign * fraction * Math.pow(2, 1 - bias)
            : sign * (1 + fraction) * Math.pow(2, exponent - bias));
  }

  @Test
  void theNameOfTheMetadataIsTaken() {
    var tensors = Map.of("__metadata__", new Tensor(Shape.of(1), new float[1]));
    assertThrows(IllegalArgumentException.class, () -> new Safetensors(tensors, Map.of()));
  }
}
