package org.tornadonn.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a data set is like, in check sums of its parts: by these a training that goes on notices
 * that its data have changed.
 *
 * @param parts what people call a part, such as {@code labels}, to its check sum, in the order in
 *     which differences are told
 */
public record Fingerprint(Map<String, Long> parts) {

  /** Of a set that nobody has looked at: it differs from none. */
  public static final Fingerprint UNKNOWN = new Fingerprint(Map.of());

  static final String SAMPLES = "number of samples";
  static final String NAMES = "names of the samples";
  static final String LABELS = "labels";
  static final String CLASSES = "class names";
  static final String COLUMNS = "columns";
  static final String CELLS = "cells";
  static final String PICTURES = "pictures";
  static final String CHOICE = "choice of samples";

  /** Copies the parts. */
  public Fingerprint {
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }

  /**
   * What can be told of any set: how many samples it has and what they are called.
   *
   * @param data a set, of which nothing is read
   * @return sums of sizes and names
   */
  public static Fingerprint of(Dataset data) {
    var names = new Sum();
    for (int i = 0; i < data.size(); i++) {
      names.add(data.name(i));
    }
    return UNKNOWN.with(SAMPLES, new Sum().add(data.size())).with(NAMES, names);
  }

  /** The same with one more part. */
  Fingerprint with(String part, Sum sum) {
    var more = new LinkedHashMap<>(parts);
    more.put(part, sum.value());
    return new Fingerprint(more);
  }

  /**
   * Which parts another set has otherwise.
   *
   * @param other what a set is like now; parts that one of both lacks are not compared
   * @return names of parts, none if nothing is known to differ
   */
  public List<String> differences(Fingerprint other) {
    var differences = new ArrayList<String>();
    parts.forEach(
        (part, sum) -> {
          if (!sum.equals(other.parts.getOrDefault(part, sum))) {
            differences.add(part);
          }
        });
    return differences;
  }
}
