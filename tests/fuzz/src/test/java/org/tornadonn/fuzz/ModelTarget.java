package org.tornadonn.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.tornadonn.layer.Layers.batchNorm2d;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.dropout;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.maxPool2d;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.residual;
import static org.tornadonn.layer.Layers.sequential;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.tornadonn.heap.HeapException;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;
import org.tornadonn.store.Classification;
import org.tornadonn.store.ModelDescription;
import org.tornadonn.store.ModelFile;
import org.tornadonn.store.ModelFileException;

/** Models that say of themselves what they are; those that are read predict. */
record ModelTarget() implements Target {

  private static final JsonMapper JSON = new JsonMapper();

  private static final List<byte[]> SEEDS = List.of(pictures(), rows());

  private static byte[] pictures() {
    var layers =
        sequential(
            named(
                "conv",
                conv2d(1, 2, 3).stride(2).padding(1),
                batchNorm2d(2),
                residual(conv2d(2, 2, 1), relu()),
                maxPool2d(2)),
            named("fc", flatten(), dropout(0.5f), linear(8, 2).bias(false)));
    var model = new Model(layers, Shape.of(1, 8, 8), 1);
    return Fixtures.written(file -> ModelFile.save(file, model, ModelDescription.CUSTOM));
  }

  private static byte[] rows() {
    var model = new Model(sequential(linear(2, 3), relu(), linear(3, 2)), Shape.of(2), 1);
    var classification =
        new Classification(
            List.of("cat", "dog"),
            List.of(0.5, 1.5),
            List.of(1.0, 2.0),
            new Classification.Table(List.of("x", "y"), "kind"));
    return Fixtures.written(
        file -> new ModelFile(model, ModelDescription.of(model, classification)).save(file));
  }

  @Override
  public String name() {
    return "model";
  }

  @Override
  public String ending() {
    return ".safetensors";
  }

  @Override
  public int inputs() {
    return 4000;
  }

  @Override
  public List<byte[]> seeds() {
    return SEEDS;
  }

  @Override
  public byte[] input(Choices choices) {
    return choices.oneIn(4)
        ? SafetensorsTarget.input(SEEDS, choices)
        : described(choices.of(SEEDS), ModelDescription.KEY, choices);
  }

  /** A file whose description alone is changed, with all lengths right. */
  static byte[] described(byte[] seed, String key, Choices choices) {
    int length = (int) new Field(0, 8, true).get(seed);
    try {
      var header = (ObjectNode) JSON.readTree(seed, 8, length);
      var metadata = (ObjectNode) header.get("__metadata__");
      byte[] text = metadata.get(key).asText().getBytes(UTF_8);
      metadata.put(key, new String(Tokens.JSON.several(text, text, choices), UTF_8));
      byte[] data = Arrays.copyOfRange(seed, 8 + length, seed.length);
      return SafetensorsTarget.framed(header.toString(), data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void read(Path file) {
    Predictions.of(ModelFile.load(file).model());
  }

  @Override
  public List<Class<? extends Exception>> refusals() {
    return List.of(ModelFileException.class, HeapException.class);
  }
}
