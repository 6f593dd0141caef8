/**
 * Training and prediction on Apache Spark. May depend on everything below the command line; nothing
 * depends on it.
 */
@NullMarked
package org.tornadonn.spark;

import org.jspecify.annotations.NullMarked;
