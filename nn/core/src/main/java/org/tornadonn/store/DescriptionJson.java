package org.tornadonn.store;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonTypeIdResolver;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tornadonn.json.JsonFault;
import org.tornadonn.json.StrictJson;
import org.tornadonn.layer.BatchNorm1d;
import org.tornadonn.layer.BatchNorm2d;
import org.tornadonn.layer.Block;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Network;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/** Model descriptions as JSON text. */
final class DescriptionJson {

  private static final JsonMapper JSON =
      StrictJson.builder()
          .addMixIn(Block.class, TypedLayer.class)
          .addMixIn(Layer.class, TypedLayer.class)
          .addMixIn(Network.class, Wired.class)
          .addMixIn(Shape.class, Sizes.class)
          .addMixIn(BatchNorm1d.class, Momentum.class)
          .addMixIn(BatchNorm2d.class, Momentum.class)
          .build();

  /** What version 2 has, and version 1 has not. */
  private static final String CLASSES = "classification";

  /** What version 4 has, and version 3 has not. */
  private static final String INPUTS = "inputs";

  /** What version 3 has, and version 2 has not. */
  private static final String WRITTEN = "written";

  private DescriptionJson() {}

  /** A layer says what it is. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.CUSTOM, property = "type")
  @JsonTypeIdResolver(LayerTypes.class)
  private interface TypedLayer {}

  /** Without a momentum, a batch norm takes the mean over all batches. */
  private interface Momentum {

    @JsonSetter(nulls = Nulls.SET)
    @Nullable Float momentum();
  }

  /** A network of one input that gives its last value has neither. */
  @SuppressWarnings("UnusedMethod") // Jackson reads what is written on them
  private interface Wired {

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    List<String> inputs();

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    List<String> outputs();
  }

  /** A shape is the list of its sizes. */
  private abstract static class Sizes {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Shape of(int... dims) {
      return Shape.of(dims);
    }

    @JsonValue
    abstract int[] toArray();
  }

  static String write(ModelDescription description) {
    try {
      return JSON.writeValueAsString(description);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A model description cannot be written.", e);
    }
  }

  /**
   * Reads a description.
   *
   * @param file where it comes from, for errors
   * @throws ModelFileException if it is not exactly what {@link #write} writes
   */
  static ModelDescription read(Path file, String text) {
    try {
      var tree = StrictJson.tree(text);
      var version = tree.path("version");
      if (version.isIntegralNumber()
          && (version.asLong() < 1 || version.asLong() > ModelDescription.VERSION)) {
        throw new ModelFileException(
            file,
            "has a model description of version %s, but only versions 1 to %d can be read"
                .formatted(version, ModelDescription.VERSION),
            "Use the version of tornado-nn that wrote it, or a newer one");
      }
      if (!(tree instanceof ObjectNode description)) {
        throw new JsonMappingException(null, "it is no JSON object");
      }
      if (version.asInt() == 1) {
        add(1, description, CLASSES);
      }
      if (version.asInt() < 3 && description.path(CLASSES).path("table") instanceof ObjectNode t) {
        add(2, t, WRITTEN);
      }
      if (version.asInt() == 4 && !description.has(CLASSES)) {
        description.putNull(CLASSES); // what has named inputs need be no classifier
      }
      if (version.asInt() < 4) {
        add(3, description, INPUTS);
      }
      description.path("layers").findParents("type").forEach(DescriptionJson::complete);
      return JSON.treeToValue(tree, ModelDescription.class);
    } catch (JsonFault e) {
      throw notValid(file, e);
    } catch (JacksonException e) {
      throw notValid(file, JsonFault.of(e));
    }
  }

  private static ModelFileException notValid(Path file, JsonFault fault) {
    return new ModelFileException(
        file,
        "has a model description that is not valid: " + fault.getMessage(),
        "Save the model again",
        fault);
  }

  /** What later versions have, in the words of one that has it not. */
  private static void add(int version, ObjectNode part, String key) throws JsonMappingException {
    if (part.has(key)) {
      throw new JsonMappingException(null, "version %d knows no %s".formatted(version, key));
    }
    part.putNull(key);
  }

  /** What files of before it could be otherwise do not say. */
  private static void complete(JsonNode layer) {
    if (layer instanceof ObjectNode object) {
      switch (object.path("type").asText()) {
        case "batch_norm2d" -> absent(object, "affine", true);
        case "network" -> {
          for (var key : List.of(INPUTS, "outputs")) {
            if (!object.has(key)) {
              object.putArray(key);
            }
          }
        }
        case "conv2d" -> absent(object, "groups", 1);
        case "flatten" -> {
          absent(object, "startDim", 1);
          absent(object, "endDim", -1);
        }
        case "multihead_attention" -> {
          absent(object, "kdim", object.path("embedDim").asInt());
          absent(object, "vdim", object.path("embedDim").asInt());
        }
        case "max_pool2d" -> absent(object, "ceilMode", false);
        case "avg_pool2d" -> {
          absent(object, "ceilMode", false);
          absent(object, "divisorOverride", 0);
        }
        default -> {}
      }
      if (object.path("window") instanceof ObjectNode window) {
        completeWindow(window);
      }
    }
  }

  /** Windows had no gaps and the same padding on opposite sides. */
  private static void completeWindow(ObjectNode window) {
    if (window.has("paddingHeight") && window.has("paddingWidth") && window.size() == 6) {
      var height = window.remove("paddingHeight");
      var width = window.remove("paddingWidth");
      window.set("paddingTop", height);
      window.set("paddingLeft", width);
      window.set("paddingBottom", height);
      window.set("paddingRight", width);
      absent(window, "dilationHeight", 1);
      absent(window, "dilationWidth", 1);
    }
  }

  private static void absent(ObjectNode object, String key, boolean value) {
    if (!object.has(key)) {
      object.put(key, value);
    }
  }

  private static void absent(ObjectNode object, String key, int value) {
    if (!object.has(key)) {
      object.put(key, value);
    }
  }

  /**
   * The layers of a model as a file can tell them; null if a file cannot: some have no name there,
   * or one is used in two places.
   */
  static @Nullable Block describable(Model model) {
    try {
      var tree = StrictJson.tree(JSON.writeValueAsString(model.layer()));
      tree.findParents("type").forEach(DescriptionJson::complete);
      var layer = JSON.treeToValue(tree, Block.class);
      // A layer in two places would come back as two layers.
      return Model.parameters(layer, model.inputs()).equals(model.parameters()) ? layer : null;
    } catch (JacksonException | JsonFault | ShapeException e) {
      return null;
    }
  }
}
