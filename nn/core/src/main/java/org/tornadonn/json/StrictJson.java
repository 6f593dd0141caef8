package org.tornadonn.json;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * JSON as it is read from a file that may be hostile: no key twice, none missing, no null, no type
 * bent into another, bounded nesting, nothing behind the end.
 */
public final class StrictJson {

  private static final int NESTING = 200;

  /** Of values of any shape. */
  private static final JsonMapper TREES =
      JsonMapper.builder(factory()).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private StrictJson() {}

  /**
   * Where parsers of files come from.
   *
   * @return one that refuses keys that come twice, deep nesting, and bytes that are not UTF-8
   */
  public static JsonFactory factory() {
    return strict().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();
  }

  private static JsonFactoryBuilder strict() {
    var builder = (JsonFactoryBuilder) JsonFactory.builder();
    return builder
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(NESTING).build());
  }

  /**
   * Where mappers of records come from.
   *
   * @return one that is as strict with types as {@link #factory} is with text
   */
  public static JsonMapper.Builder builder() {
    // Without a table of names, which hostile ones would fill. It is for text: bytes that are not
    // UTF-8 would not be noticed.
    var text = strict().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build();
    return JsonMapper.builder(text)
        .enable(
            DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
            DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
            DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .withCoercionConfig(
            LogicalType.Textual,
            types ->
                types
                    .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
        .defaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL));
  }

  /**
   * What a file says; a byte order mark before it is passed over.
   *
   * @param file in UTF-8
   * @return any value
   * @throws JsonFault if it is no JSON
   * @throws IOException if it cannot be read
   */
  public static JsonNode tree(Path file) throws JsonFault, IOException {
    try (var parser = TREES.createParser(file.toFile())) {
      return tree(parser);
    } catch (CharConversionException e) {
      throw JsonFault.of(e);
    }
  }

  /**
   * What a text says.
   *
   * @param text one value
   * @return any value
   * @throws JsonFault if it is no JSON
   */
  public static JsonNode tree(String text) throws JsonFault {
    try (var parser = TREES.createParser(text)) {
      return tree(parser);
    } catch (IOException e) {
      throw new IllegalStateException("A text in memory cannot be read.", e);
    }
  }

  private static JsonNode tree(JsonParser parser) throws JsonFault, IOException {
    try {
      JsonNode tree = TREES.readTree(parser);
      if (tree == null) {
        throw new JsonFault("it is empty");
      }
      return tree;
    } catch (JacksonException e) {
      throw JsonFault.of(e, parser);
    }
  }
}
