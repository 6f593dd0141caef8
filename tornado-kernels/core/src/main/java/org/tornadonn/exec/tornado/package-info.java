/**
 * The devices that TornadoVM lists, and what runs plans on one, with the kernels that are tuned for
 * its type. With the rooms below, the only packages, beside the kernels themselves, that know
 * TornadoVM. Depends on {@code plan}, {@code exec} and those rooms, none of which knows it.
 */
@NullMarked
package org.tornadonn.exec.tornado;

import org.jspecify.annotations.NullMarked;
