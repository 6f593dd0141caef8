package org.tornadonn.store;

import org.tornadonn.plan.Shape;

/**
 * Where a tensor's numbers lie in a file.
 *
 * @param begin its first byte, counted from the end of the header
 * @param end the byte behind its last
 */
record TensorEntry(String name, DataType type, Shape shape, long begin, long end) {}
