/**
 * Well-known networks with torchvision's names of parameters, so that its files of weights load.
 * Depends on {@code layer} and {@code op}.
 */
@NullMarked
package org.tornadonn.zoo;

import org.jspecify.annotations.NullMarked;
