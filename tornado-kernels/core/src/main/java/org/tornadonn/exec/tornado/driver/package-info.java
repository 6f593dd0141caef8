/**
 * TornadoVM's SDK and drivers: which are there, how they are loaded, and in words why one fails.
 * Depends on nothing but TornadoVM's API.
 */
@NullMarked
package org.tornadonn.exec.tornado.driver;

import org.jspecify.annotations.NullMarked;
