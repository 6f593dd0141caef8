/**
 * Operations of this library as nodes of an ONNX graph, one table for each family. Depends on
 * {@code plan}, {@code op} and {@code onnx.tensor} alone.
 */
@NullMarked
package org.tornadonn.onnx.write;

import org.jspecify.annotations.NullMarked;
