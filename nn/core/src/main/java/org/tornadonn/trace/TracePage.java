package org.tornadonn.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A trace as one self-contained HTML page: the template beside this class, and the numbers of the
 * run in it as JSON. The page loads nothing from anywhere.
 */
public record TracePage(String html) {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String TEMPLATE = "trace.html";

  /** Where the template wants the numbers. */
  private static final String PLACE = "/*TRACE*/null";

  /** A neuron on the page has at most so many inputs; the others are added up. */
  private static final int TERMS = 10;

  /** The page of a trace. */
  public static TracePage of(Trace trace) {
    ObjectNode data = JSON.valueToTree(trace);
    data.set("neuron", JSON.valueToTree(brief(trace.neuron())));
    data.set("featureMaps", JSON.valueToTree(trace.featureMaps()));
    return new TracePage(template().replace(PLACE, inScript(data)));
  }

  private static @Nullable Neuron brief(@Nullable Neuron neuron) {
    return neuron == null ? null : neuron.brief(TERMS);
  }

  /** JSON that cannot end the script element that it stands in, whatever a file is called. */
  private static String inScript(ObjectNode data) {
    try {
      return JSON.writeValueAsString(data).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String template() {
    try (var stream = TracePage.class.getResourceAsStream(TEMPLATE)) {
      if (stream == null) {
        throw new IllegalStateException("The template " + TEMPLATE + " is missing.");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
