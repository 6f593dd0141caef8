/**
 * What runs plans: {@link org.tornadonn.exec.Executor} and its programs. Depends on {@code plan}.
 */
@NullMarked
package org.tornadonn.exec;

import org.jspecify.annotations.NullMarked;
