/**
 * Engines that train and predict on many machines; they join by {@link java.util.ServiceLoader}.
 */
@NullMarked
package org.tornadonn.cluster;

import org.jspecify.annotations.NullMarked;
