package org.tornadonn.exec.jvm;

import org.tornadonn.op.Conv2dWeightGradient;

/**
 * The indices of a convolution's weight gradient: each is a group of output channels in one part.
 *
 * @param size the channels of a group
 */
record OutputGroups(Conv2dWeightGradient kernel, int size) {

  /** As many indices keep the threads evenly busy. */
  private static final int ENOUGH = 2 * Runtime.getRuntime().availableProcessors();

  /** Groups of a multiple of {@code step} channels, as many as are needed. */
  static OutputGroups of(Conv2dWeightGradient k, int step) {
    int co = k.sizes().co();
    int groups = Math.clamp(Math.ceilDiv(ENOUGH, k.parts()), 1, Math.ceilDiv(co, step));
    return new OutputGroups(k, Math.ceilDiv(Math.ceilDiv(co, groups), step) * step);
  }

  private int count() {
    return Math.ceilDiv(kernel.sizes().co(), size);
  }

  int indices() {
    return kernel.parts() * count();
  }

  int part(int index) {
    return index / count();
  }

  /** The first channel. */
  int channel(int index) {
    return index % count() * size;
  }

  /** The number of channels: the last group may have fewer. */
  int channels(int index) {
    return Math.min(size, kernel.sizes().co() - channel(index));
  }
}
