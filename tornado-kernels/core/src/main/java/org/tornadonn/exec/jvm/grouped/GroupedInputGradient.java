package org.tornadonn.exec.jvm.grouped;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tornadonn.exec.jvm.tile.Scratch;
import org.tornadonn.op.convolution.GroupedConv2dInputGradient;
import org.tornadonn.plan.Loop;

/**
 * {@link GroupedConv2dInputGradient}; one index is one row of all channels of a group of a sample.
 * Columns that are a stride apart have the same taps, and are summed together.
 *
 * @param margin zeros in front of a line
 * @param phases for each remainder of a column the sums of its taps; none if it has none
 */
public record GroupedInputGradient(
    GroupedConv2dInputGradient kernel, int margin, int pitch, LineSums[] phases) implements Loop {

  public static GroupedInputGradient of(GroupedConv2dInputGradient k) {
    var window = k.window();
    int stride = window.strideWidth();
    int left = window.paddingLeft();
    int margin = Math.ceilDiv(window.reachWidth() - 1, stride);
    int columns = LineSums.whole(Math.ceilDiv(k.sizes().wi(), stride));
    int pitch = margin + (stride - 1 + left) / stride + columns;
    var phases = new LineSums[Math.min(stride, k.sizes().wi())];
    for (int phase = 0; phase < phases.length; phase++) {
      int at = phase + left;
      int[] taps =
          IntStream.range(0, window.kernelWidth())
              .filter(v -> Math.floorMod(at - v * window.dilationWidth(), stride) == 0)
              .toArray();
      int[] shifts =
          IntStream.of(taps)
              .map(v -> margin + Math.floorDiv(at - v * window.dilationWidth(), stride))
              .toArray();
      phases[phase] = new LineSums(pitch, shifts, taps);
    }
    return new GroupedInputGradient(k, margin, pitch, phases);
  }

  private int channels() {
    return kernel.sizes().ci() / kernel.groups();
  }

  private int filters() {
    return kernel.sizes().co() / kernel.groups();
  }

  private int taps() {
    return kernel.window().kernelHeight() * kernel.window().kernelWidth();
  }

  /** The vectors that an index multiplies. */
  public long work() {
    var window = kernel.window();
    return (long) channels()
        * filters()
        * Math.ceilDiv(taps(), window.strideHeight() * window.strideWidth())
        * Math.ceilDiv(kernel.sizes().wi(), LineSums.whole(1));
  }

  @Override
  public int size() {
    return kernel.sizes().n() * kernel.groups() * kernel.sizes().hi();
  }

  @Override
  public void run(int from, int to) {
    var s = kernel.sizes();
    int most = filters() * kernel.window().kernelHeight();
    var scratch = Scratch.ofThread();
    float[] band = scratch.band(most * pitch);
    int width = Math.ceilDiv(s.wi(), kernel.window().strideWidth());
    float[] out = scratch.sums(channels() * LineSums.whole(width));
    int[] lines = new int[most];
    for (int i = from; i < to; i++) {
      int group = i / s.hi();
      int count = copy(group, i % s.hi(), band, lines);
      if (count > 0) {
        add(group, i % s.hi(), band, lines, count, out);
      }
    }
  }

  /** Copies the lines of dy that a row takes part in; says how many, and where weights begin. */
  private int copy(int group, int row, float[] band, int[] lines) {
    var s = kernel.sizes();
    var window = kernel.window();
    int count = 0;
    for (int o = 0; o < filters(); o++) {
      for (int u = 0; u < window.kernelHeight(); u++) {
        int down = row + window.paddingTop() - u * window.dilationHeight();
        int r = down / window.strideHeight();
        if (down >= 0 && down % window.strideHeight() == 0 && r < s.ho()) {
          lines[count] = (o * channels() * window.kernelHeight() + u) * window.kernelWidth();
          int at = count * pitch;
          int width = Math.min(s.wo(), pitch - margin);
          Arrays.fill(band, at, at + margin, 0);
          int from = ((group * filters() + o) * s.ho() + r) * s.wo();
          System.arraycopy(kernel.dy(), from, band, at + margin, width);
          Arrays.fill(band, at + margin + width, at + pitch, 0);
          count++;
        }
      }
    }
    return count;
  }

  private void add(int group, int row, float[] band, int[] lines, int count, float[] out) {
    var s = kernel.sizes();
    int stride = kernel.window().strideWidth();
    int w = kernel.wAt() + group % kernel.groups() * filters() * channels() * taps();
    for (int phase = 0; phase < phases.length; phase++) {
      var sums = phases[phase];
      if (sums.shifts().length > 0) {
        int width = Math.ceilDiv(s.wi() - phase, stride);
        sums.write(band, lines, count, kernel.w(), w, taps(), out, channels(), width);
        for (int c = 0; c < channels(); c++) {
          int to = ((group * channels() + c) * s.hi() + row) * s.wi() + phase;
          add(out, c * LineSums.whole(width), to, stride, width);
        }
      }
    }
  }

  private void add(float[] out, int from, int to, int stride, int width) {
    float[] dx = kernel.dx();
    if (LineSums.hasNaN(out, from, width)) {
      for (int t = 0; t < width; t++) {
        kernel.run(to + t * stride, to + t * stride + 1);
      }
    } else if (stride == 1) {
      LineSums.add(out, from, dx, to, width);
    } else {
      for (int t = 0; t < width; t++) {
        dx[to + t * stride] += out[from + t];
      }
    }
  }
}
