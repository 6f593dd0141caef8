package org.tornadonn.exec.jvm.grouped;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.tornadonn.exec.jvm.tile.LaneSum;
import org.tornadonn.exec.jvm.tile.Scratch;
import org.tornadonn.op.convolution.GroupedConv2dWeightGradient;
import org.tornadonn.plan.Loop;

/**
 * {@link GroupedConv2dWeightGradient}; one index is the weights of up to four output channels of a
 * group in one part. Sums stay vectors until all rows of the part are in them.
 */
public record GroupedWeightSums(GroupedConv2dWeightGradient kernel, InputLines input, int[] shifts)
    implements Loop {

  /** As many outputs share what is read of the input. */
  private static final int OUTPUTS = 4;

  public static GroupedWeightSums of(GroupedConv2dWeightGradient k) {
    var input = InputLines.of(k.sizes(), k.window(), k.groups());
    return new GroupedWeightSums(k, input, input.shifts());
  }

  private int channels() {
    return kernel.sizes().co() / kernel.groups();
  }

  /** The indices of a group. */
  private int blocks() {
    return Math.ceilDiv(channels(), OUTPUTS);
  }

  /** The weights of one output channel. */
  private int weights() {
    return input.most() * shifts.length;
  }

  /** The vectors that an index multiplies. */
  public long work() {
    return (long) Math.min(OUTPUTS, channels())
        * weights()
        * kernel.rowsPerPart()
        * Math.ceilDiv(kernel.sizes().wo(), LANES);
  }

  @Override
  public int size() {
    return kernel.parts() * kernel.groups() * blocks();
  }

  @Override
  public void run(int from, int to) {
    var s = kernel.sizes();
    int whole = LineSums.whole(s.wo());
    var scratch = Scratch.ofThread();
    float[] band = scratch.band(input.most() * input.pitch());
    float[] dy = scratch.factors(OUTPUTS * whole);
    float[] sums = scratch.sums(OUTPUTS * weights() * LANES);
    int[] lines = new int[input.most()];
    for (int i = from; i < to; i++) {
      int block = i % blocks() * OUTPUTS;
      int outputs = Math.min(OUTPUTS, channels() - block);
      int group = i / blocks() % kernel.groups();
      int first = i / blocks() / kernel.groups() * kernel.rowsPerPart();
      int last = Math.min(first + kernel.rowsPerPart(), s.n() * s.ho());
      Arrays.fill(sums, 0, OUTPUTS * weights() * LANES, 0);
      for (int row = first; row < last; row++) {
        int images = row / s.ho() * kernel.groups() + group;
        int count = input.copy(kernel.x(), images, row % s.ho(), band, lines);
        for (int k = 0; k < outputs; k++) {
          int at = ((images * channels() + block + k) * s.ho() + row % s.ho()) * s.wo();
          System.arraycopy(kernel.dy(), at, dy, k * whole, s.wo());
          Arrays.fill(dy, k * whole + s.wo(), (k + 1) * whole, 0);
        }
        add(band, lines, count, dy, outputs, whole, sums);
      }
      int part = i / blocks() / kernel.groups() * kernel.weights();
      put(sums, outputs, part + (group * channels() + block) * weights());
    }
  }

  private void add(
      float[] band, int[] lines, int count, float[] dy, int outputs, int whole, float[] sums) {
    for (int line = 0; line < count; line++) {
      for (int v = 0; v < shifts.length; v++) {
        int from = line * input.pitch() + shifts[v];
        int to = (lines[line] * shifts.length + v) * OUTPUTS * LANES;
        if (outputs == OUTPUTS) {
          four(band, from, dy, whole, sums, to);
        } else {
          for (int k = 0; k < outputs; k++) {
            one(band, from, dy, k * whole, whole, sums, to + k * LANES);
          }
        }
      }
    }
  }

  private static void four(float[] x, int from, float[] dy, int whole, float[] sums, int to) {
    var a = FloatVector.fromArray(SPECIES, sums, to);
    var b = FloatVector.fromArray(SPECIES, sums, to + LANES);
    var c = FloatVector.fromArray(SPECIES, sums, to + 2 * LANES);
    var d = FloatVector.fromArray(SPECIES, sums, to + 3 * LANES);
    for (int q = 0; q < whole; q += LANES) {
      var factor = FloatVector.fromArray(SPECIES, x, from + q);
      a = factor.fma(FloatVector.fromArray(SPECIES, dy, q), a);
      b = factor.fma(FloatVector.fromArray(SPECIES, dy, whole + q), b);
      c = factor.fma(FloatVector.fromArray(SPECIES, dy, 2 * whole + q), c);
      d = factor.fma(FloatVector.fromArray(SPECIES, dy, 3 * whole + q), d);
    }
    a.intoArray(sums, to);
    b.intoArray(sums, to + LANES);
    c.intoArray(sums, to + 2 * LANES);
    d.intoArray(sums, to + 3 * LANES);
  }

  private static void one(
      float[] x, int from, float[] dy, int dyAt, int whole, float[] sums, int to) {
    var a = FloatVector.fromArray(SPECIES, sums, to);
    for (int q = 0; q < whole; q += LANES) {
      a =
          FloatVector.fromArray(SPECIES, x, from + q)
              .fma(FloatVector.fromArray(SPECIES, dy, dyAt + q), a);
    }
    a.intoArray(sums, to);
  }

  /** What is NaN may have become so by padding, see {@link LineSums#hasNaN}. */
  private void put(float[] sums, int outputs, int to) {
    for (int k = 0; k < outputs; k++) {
      for (int i = 0; i < weights(); i++) {
        int at = to + k * weights() + i;
        float sum = LaneSum.of(FloatVector.fromArray(SPECIES, sums, (i * OUTPUTS + k) * LANES));
        if (Float.isNaN(sum)) {
          kernel.run(at, at + 1);
        } else {
          kernel.partial()[at] = sum;
        }
      }
    }
  }
}
