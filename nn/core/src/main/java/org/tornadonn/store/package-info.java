/**
 * Model files: weights as safetensors, with a description of the model beside them. Depends on
 * {@code layer}, {@code json}, the kernels' {@code plan} and {@code heap}, and Jackson.
 */
@NullMarked
package org.tornadonn.store;

import org.jspecify.annotations.NullMarked;
