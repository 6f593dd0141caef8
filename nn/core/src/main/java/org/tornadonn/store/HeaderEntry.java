package org.tornadonn.store;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a header says about one tensor, in the words of the format; nothing is checked yet. */
record HeaderEntry(String dtype, long[] shape, @JsonProperty("data_offsets") long[] dataOffsets) {}
