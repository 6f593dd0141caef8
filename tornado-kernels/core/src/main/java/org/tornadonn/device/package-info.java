/**
 * The devices of this machine, by name: the plain JVM and whatever TornadoVM lists. Depends on
 * {@code exec}.
 */
@NullMarked
package org.tornadonn.device;

import org.jspecify.annotations.NullMarked;
