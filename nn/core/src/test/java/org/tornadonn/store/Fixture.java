package org.tornadonn.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/** Files beside the tests (see src/test/python/safetensors_fixtures.py), and made-up ones. */
final class Fixture {

  private Fixture() {}

  static Path file(String name) {
    try {
      return Path.of(Objects.requireNonNull(Fixture.class.getResource(name), name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static JsonNode json(String name) throws IOException {
    return new JsonMapper().readTree(file(name).toFile());
  }

  static float[] floats(JsonNode array) {
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) array.get(i).doubleValue();
    }
    return values;
  }

  /** A file with this header and so many bytes of data. */
  static byte[] bytes(String header, int dataSize) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return bytes(json.length, json, dataSize);
  }

  /** A file that says that its header has a length, and has this one. */
  static byte[] bytes(long headerLength, byte[] header, int dataSize) {
    var out = new ByteArrayOutputStream();
    var length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.writeBytes(length.putLong(headerLength).array());
    out.writeBytes(header);
    out.writeBytes(new byte[dataSize]);
    return out.toByteArray();
  }
}
