package org.tornadonn.benchmarks;

import java.util.Map;
import org.tornadonn.train.Ceilings;

/**
 * One after the other, in as short a time as possible: the machine and every contender.
 *
 * @param measured by the names of the contenders; those that failed are missing
 */
record Round(Ceilings ceilings, Map<String, Measurement> measured) {}
