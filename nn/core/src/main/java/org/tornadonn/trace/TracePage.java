package org.tornadonn.trace;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import org.tornadonn.page.Page;

/** A trace as one self-contained HTML page, with the numbers of the run in it. */
public record TracePage(String html) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A neuron on the page has at most so many inputs; the others are added up. */
  private static final int TERMS = 10;

  /** The page of a trace. */
  public static TracePage of(Trace trace) {
    ObjectNode data = JSON.valueToTree(trace);
    data.set("neuron", JSON.valueToTree(brief(trace.neuron())));
    data.set("featureMaps", JSON.valueToTree(trace.featureMaps()));
    return new TracePage(Page.of("Pipeline trace", TracePage.class, "trace", data).html());
  }

  private static @Nullable Neuron brief(@Nullable Neuron neuron) {
    return neuron == null ? null : neuron.brief(TERMS);
  }
}
