/**
 * Layers, with PyTorch's names and defaults, and the model that they make. Depends on the kernels'
 * {@code plan}, {@code op} and {@code heap}; runs nothing and knows no device.
 */
@NullMarked
package org.tornadonn.layer;

import org.jspecify.annotations.NullMarked;
