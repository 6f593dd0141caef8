/**
 * Pictures, answer sheets and generated scenes, and the batches that training reads. Depends on
 * {@code json} and the kernels' {@code heap}.
 */
@NullMarked
package org.tornadonn.data;

import org.jspecify.annotations.NullMarked;
