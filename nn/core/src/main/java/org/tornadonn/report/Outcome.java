package org.tornadonn.report;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What the trained model makes of samples: angles or classes. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Angles.class, name = "angles"),
  @JsonSubTypes.Type(value = Classes.class, name = "classes")
})
public sealed interface Outcome permits Angles, Classes {

  /** Where the samples are from: {@code validation set}. */
  String from();

  /** How many there were. */
  int samples();
}
