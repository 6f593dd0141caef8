/**
 * Tensors of ONNX as Java holds them: typed numbers that are known before anything runs. Depends on
 * nothing but the protocol buffers of ONNX.
 */
@NullMarked
package org.tornadonn.onnx.tensor;

import org.jspecify.annotations.NullMarked;
