package org.tornadonn.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tornadonn.heap.HeapException;
import org.tornadonn.layer.Tensor;
import org.tornadonn.plan.Shape;
import org.tornadonn.store.ModelFileException;
import org.tornadonn.store.Safetensors;

/** Tensors by name. */
record SafetensorsTarget() implements Target {

  private static final List<byte[]> SEEDS =
      List.of(
          Fixtures.written(
              file ->
                  new Safetensors(
                          Map.of("a.weight", new Tensor(Shape.of(2, 3), new float[6])),
                          Map.of("format", "pt"))
                      .write(file)),
          framed(
              """
              {"a":{"dtype":"F16","shape":[2,2],"data_offsets":[0,8]},\
              "b":{"dtype":"BF16","shape":[3],"data_offsets":[8,14]},\
              "c":{"dtype":"I64","shape":[],"data_offsets":[14,22]}}""",
              new byte[22]));

  @Override
  public String name() {
    return "safetensors";
  }

  @Override
  public String ending() {
    return ".safetensors";
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
    return input(SEEDS, choices);
  }

  /** A file of which the header is changed, with its length right, or anything. */
  static byte[] input(List<byte[]> seeds, Choices choices) {
    byte[] seed = choices.of(seeds);
    if (choices.oneIn(4)) {
      return Mutation.several(seed, seeds, choices);
    }
    byte[] header = Tokens.JSON.several(header(seed), header(choices.of(seeds)), choices);
    byte[] data = Arrays.copyOfRange(seed, 8 + header(seed).length, seed.length);
    byte[] file = framed(new String(header, UTF_8), data);
    return choices.oneIn(4) ? Mutation.several(file, seeds, choices) : file;
  }

  private static byte[] header(byte[] file) {
    int length = (int) new Field(0, 8, true).get(file);
    return Arrays.copyOfRange(file, 8, 8 + length);
  }

  static byte[] framed(String header, byte[] data) {
    byte[] json = header.getBytes(UTF_8);
    return ByteBuffer.allocate(8 + json.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .put(data)
        .array();
  }

  @Override
  public void read(Path file) {
    Safetensors.read(file);
  }

  @Override
  public List<Class<? extends Exception>> refusals() {
    return List.of(ModelFileException.class, HeapException.class);
  }
}
