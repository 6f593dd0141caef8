/**
 * Graphs of ONNX as operations of this library, recorded anew for each size of their inputs.
 * Depends on {@code layer}, the kernels' {@code plan} and {@code op}, and on the protocol buffers
 * of ONNX.
 */
@NullMarked
package org.tornadonn.onnx;

import org.jspecify.annotations.NullMarked;
