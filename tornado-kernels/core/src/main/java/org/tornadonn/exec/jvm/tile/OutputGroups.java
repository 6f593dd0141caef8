package org.tornadonn.exec.jvm.tile;

import org.tornadonn.op.convolution.Conv2dWeightGradient;

/**
 * The indices of a convolution's weight gradient: each is a group of output channels in one part.
 *
 * @param size the channels of a group
 */
public record OutputGroups(Conv2dWeightGradient kernel, int size) {

  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  /** Groups of a multiple of {@code step} channels, so many that threads are evenly busy. */
  public static OutputGroups of(Conv2dWeightGradient k, int step) {
    return of(k, step, Math.ceilDiv(2 * THREADS, k.parts()));
  }

  /**
   * Groups of a multiple of {@code step} channels where each group has work to do that all of them
   * could share: no more than there are threads, and of about {@code most} channels at most.
   */
  public static OutputGroups few(Conv2dWeightGradient k, int step, int most) {
    int least = Math.ceilDiv(k.sizes().co(), most);
    return of(k, step, Math.max(least, Math.ceilDiv(THREADS, k.parts())));
  }

  private static OutputGroups of(Conv2dWeightGradient k, int step, int wanted) {
    int co = k.sizes().co();
    int groups = Math.clamp(wanted, 1, Math.ceilDiv(co, step));
    return new OutputGroups(k, Math.ceilDiv(Math.ceilDiv(co, groups), step) * step);
  }

  private int count() {
    return Math.ceilDiv(kernel.sizes().co(), size);
  }

  public int indices() {
    return kernel.parts() * count();
  }

  public int part(int index) {
    return index / count();
  }

  /** The first channel. */
  public int channel(int index) {
    return index % count() * size;
  }

  /** The number of channels: the last group may have fewer. */
  public int channels(int index) {
    return Math.min(size, kernel.sizes().co() - channel(index));
  }
}
