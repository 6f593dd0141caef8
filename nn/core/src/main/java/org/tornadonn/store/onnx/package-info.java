/**
 * Models as ONNX files, for other frameworks and runtimes. Depends on {@code store}, {@code layer},
 * the kernels' {@code plan} and {@code op}, and on the protocol buffers of ONNX, which no other
 * package knows.
 */
@NullMarked
package org.tornadonn.store.onnx;

import org.jspecify.annotations.NullMarked;
