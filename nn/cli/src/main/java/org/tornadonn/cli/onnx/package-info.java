/** The official tests of ONNX's operators: {@code scripts/onnx-tests}. */
@NullMarked
package org.tornadonn.cli.onnx;

import org.jspecify.annotations.NullMarked;
