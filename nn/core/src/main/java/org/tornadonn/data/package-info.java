/**
 * Pictures, answer sheets and generated scenes, and the batches that training reads. Depends on no
 * other package.
 */
@NullMarked
package org.tornadonn.data;

import org.jspecify.annotations.NullMarked;
