/** What is told by the name of its package: Graal as TornadoVM has it. */
@NullMarked
package tornado.graal;

import org.jspecify.annotations.NullMarked;
