package org.tornadonn.store;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.sequential;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.StateException;
import org.tornadonn.plan.Shape;

/** Types of numbers in a file: those that become float32, and those that must not be needed. */
class TypesTest {

  private static final Layer LAYERS = sequential(named("fc", linear(1, 2)));
  private static final Shape INPUT = Shape.of(1);

  @TempDir Path temp;

  /** A file of one tensor after another; the bytes are hexadecimal. */
  private Path file(String... nameTypeShapeBytes) throws IOException {
    var header = new StringBuilder();
    var data = new ByteArrayOutputStream();
    for (int i = 0; i < nameTypeShapeBytes.length; i += 4) {
      int begin = data.size();
      data.writeBytes(HexFormat.of().parseHex(nameTypeShapeBytes[i + 3]));
      header.append(
          "%s\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
              .formatted(
                  i == 0 ? "" : ",",
                  nameTypeShapeBytes[i],
                  nameTypeShapeBytes[i + 1],
                  nameTypeShapeBytes[i + 2],
                  begin,
                  data.size()));
    }
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(Fixture.bytes("{" + header + "}", 0));
    bytes.writeBytes(data.toByteArray());
    return Files.write(temp.resolve("m.safetensors"), bytes.toByteArray());
  }

  private static float[] biasOf(Model model) {
    return requireNonNull(model.state().get("fc.bias")).values();
  }

  /** The two numbers of the bias as a file has them, and as PyTorch 2.13 copies them. */
  @ParameterizedTest
  @CsvSource({
    "F32,         0000c03f000020c0,                 1.5, -2.5",
    "F64,         000000000000f83f00000000000004c0, 1.5, -2.5",
    "F64,         9a9999999999b93f000000e0ffffef47, 0.1, 3.4028235E38",
    "F64,         00000000000000489c7500883ce437fe, Infinity, -Infinity",
    "F16,         003e00c1,                         1.5, -2.5",
    "BF16,        c03f20c0,                         1.5, -2.5",
    "F8_E4M3,     3cc2,                             1.5, -2.5",
    "F8_E4M3,     7e01,                             448, 0.001953125",
    "F8_E5M2,     3ec1,                             1.5, -2.5",
    "F8_E5M2,     7bfc,                             57344, -Infinity",
    "F8_E4M3FNUZ, 44ca,                             1.5, -2.5",
    "F8_E4M3FNUZ, 7f80,                             240, NaN",
    "F8_E5M2FNUZ, 42c5,                             1.5, -2.5",
    "F8_E8M0,     80ff,                             2, NaN",
    "F8_E8M0,     007f,                             5.877472E-39, 1",
    "I64,         0300000000000000fdffffffffffffff, 3, -3",
    "I64,         0100008000000001ffffffffffffff7f, 7.2057594E16, 9.223372E18",
    "I32,         03000000fdffffff,                 3, -3",
    "I16,         0300fdff,                         3, -3",
    "I8,          03fd,                             3, -3",
    "U64,         0300000000000000ffffffffffffffff, 3, 1.8446744E19",
    "U64,         01000000800000800100008000000080, 9.223373E18, 9.223372E18",
    "U32,         03000000ffffffff,                 3, 4.2949673E9",
    "U16,         0300ffff,                         3, 65535",
    "U8,          03ff,                             3, 255",
    "BOOL,        0001,                             0, 1",
  })
  void becomeFloat32AsPyTorchCopiesThem(String type, String bytes, float first, float second)
      throws IOException {
    var file = file("fc.weight", "F32", "[2,1]", "0000803f00000040", "fc.bias", type, "[2]", bytes);
    var expected = new float[] {first, second};
    assertArrayEquals(expected, biasOf(ModelFile.load(file, LAYERS, INPUT).model()));
    var model = new Model(LAYERS, INPUT, 1);
    assertTrue(model.load(Safetensors.read(file).of(model), false).missing().isEmpty());
    assertArrayEquals(expected, biasOf(model));
  }

  /** The check sum of all 256 as PyTorch 2.13 has them in float32, with 12345 for NaN. */
  @ParameterizedTest
  @CsvSource({
    "E4M3, 1914574781",
    "E5M2, 3165123288",
    "E4M3FNUZ, 4051282603",
    "E5M2FNUZ, 174129533",
    "E8M0, 3153334661"
  })
  void allNumbersOf8Bits(Float8 type, long sum) {
    var numbers = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
    for (int bits = 0; bits < 256; bits++) {
      float number = type.number((byte) bits);
      numbers.putFloat(Float.isNaN(number) ? 12345 : number);
    }
    var check = new CRC32();
    check.update(numbers.array());
    assertEquals(sum, check.getValue());
  }

  /** What no model here can have, or has no numbers. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "C64      | [1]   | 0000000000000000 | is stored as C64",
        "C128     | [1]   | 00               | is stored as C128",
        "F4       | [2]   | 00               | is stored as F4",
        "F6_E2M3  | [4]   | 000000           | is stored as F6_E2M3",
        "f32      | [1]   | 00000000         | is stored as f32",
        "F3_LATER | [9,9] | 00               | is stored as F3_LATER",
        "F32      | [0]   | ''               | no elements",
        "F32      | [2,0] | ''               | no elements",
        "I64      | [0,3] | ''               | no elements",
      })
  void whatCannotBeReadIsRefusedByNameIfItIsNeeded(
      String type, String shape, String bytes, String words) throws IOException {
    var weight = new String[] {"fc.weight", "F32", "[2,1]", "0000803f00000040"};
    var bias = new String[] {"fc.bias", "F32", "[2]", "0000c03f000020c0"};
    var extra = new String[] {"extra", type, shape, bytes};
    var unneeded = file(join(weight, extra, bias));
    assertArrayEquals(
        new float[] {1.5f, -2.5f}, biasOf(ModelFile.load(unneeded, LAYERS, INPUT).model()));
    assertTrue(requireNonNull(Safetensors.read(unneeded).unread().get("extra")).contains(words));
    extra[0] = "fc.bias";
    var needed = file(join(weight, extra));
    Refusal.says("needs tensor 'fc.bias', which", needed, () -> load(needed));
    Refusal.says(words, needed, () -> load(needed));
    var model = new Model(LAYERS, INPUT, 1);
    var content = Safetensors.read(needed);
    var refused = assertThrows(StateException.class, () -> content.of(model));
    assertTrue(String.valueOf(refused.getMessage()).contains(words));
  }

  /** A tensor of a type that weights of this file do not have is no weight of a larger model. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "F64 0000000000000000",
        "F8_E4M3 00",
        "F8_E5M2 00",
        "I64 0000000000000000",
        "I32 00000000",
        "I16 0000",
        "I8 00",
        "U64 0000000000000000",
        "U32 00000000",
        "U16 0000",
        "U8 00",
        "BOOL 01"
      })
  void whatIsNotNeededDoesNotRefuseTheFile(String typeAndBytes) throws IOException {
    var extra = typeAndBytes.split(" ");
    var weight = new String[] {"fc.weight", "F32", "[2,1]", "0000803f00000040"};
    var bias = new String[] {"fc.bias", "F32", "[2]", "0000c03f000020c0"};
    var file = file(join(new String[] {"extra", extra[0], "[1]", extra[1]}, weight, bias));
    assertArrayEquals(new float[] {1.5f, -2.5f}, biasOf(load(file)));
    var model = new Model(LAYERS, INPUT, 1);
    assertEquals(1, model.load(Safetensors.read(file).of(model), false).unexpected().size());
  }

  /** Half of a larger network is no network, whatever it is stored in. */
  @ParameterizedTest
  @CsvSource({
    "F32, 0000803f00000040, 0000803f00000040",
    "F16, 003c0040, 003c0040",
    "BF16, 803f0040, 803f0040",
    "F64, 000000000000f03f0000000000000040, 000000000000f03f0000000000000040",
    "F8_E4M3, 3840, 3840",
    "I64, 01000000000000000200000000000000, 01000000000000000200000000000000",
  })
  void moreOfTheSameIsUnexpected(String type, String weight, String bias) throws IOException {
    var file =
        file(
            join(
                new String[] {"fc.weight", type, "[2,1]", weight},
                new String[] {"fc.bias", type, "[2]", bias},
                new String[] {"fc2.bias", type, "[2]", bias}));
    Refusal.says("unexpected [fc2.bias]", file, () -> load(file));
  }

  @Test
  void emptyTensorsLieAnywhereButInside() throws IOException {
    var file = file("a", "F32", "[0]", "", "b", "F32", "[1]", "0000803f", "c", "U8", "[0]", "");
    assertEquals(1, Safetensors.read(file).tensors().size());
    var inside =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[2,2]}}";
    Files.write(file, Fixture.bytes(inside, 4));
    Refusal.says("overlaps another", file, () -> Safetensors.read(file));
  }

  private static Model load(Path file) {
    return ModelFile.load(file, LAYERS, INPUT).model();
  }

  private static String[] join(String[]... parts) {
    return Arrays.stream(parts).flatMap(Arrays::stream).toArray(String[]::new);
  }
}
