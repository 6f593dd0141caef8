package org.tornadonn.exec.jvm.winograd;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.ROWS;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;
import static org.tornadonn.exec.jvm.tile.Tile.WIDTH;
import static org.tornadonn.exec.jvm.winograd.Winograd.FOUR;
import static org.tornadonn.exec.jvm.winograd.Winograd.POINTS;
import static org.tornadonn.exec.jvm.winograd.Winograd.SIX;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.tornadonn.exec.jvm.tile.OutputGroups;
import org.tornadonn.exec.jvm.tile.Scratch;
import org.tornadonn.exec.jvm.tile.Tile;
import org.tornadonn.exec.jvm.winograd.BlockLines.Place;
import org.tornadonn.op.convolution.Conv2dWeightGradient;
import org.tornadonn.plan.Loop;

/**
 * The parts of the weight gradient of a 3×3 convolution with stride 1, by the transpose of {@link
 * Winograd}'s filtering: {@code dg = Gᵀ(Σ BᵀdB ⊙ A dY Aᵀ)G}, with d the 6×6 of the input and dY the
 * 4×4 of the result's gradient of a block. The sum over all blocks is 36 matrix products. One index
 * is one group of output channels in one part.
 *
 * @param across the blocks of a row
 * @param panel so many rows of blocks are transformed before they are multiplied
 */
public record WinogradWeightGradient(
    Conv2dWeightGradient kernel, OutputGroups groups, int across, int panel) implements Loop {

  private static final int THREE = 3;

  private static final int WEIGHTS = THREE * THREE;

  /** Transformed numbers that stay in a core's second-level cache, or near. */
  private static final int NEAR = 1 << 19;

  /** Sums of more channels would be written to memory and read again with every panel. */
  private static final int MANY = 1 << 15;

  /** With fewer blocks in a part, transforming takes longer than it saves. */
  private static final int FEW = 16;

  /** Whether this is faster than {@link org.tornadonn.exec.jvm.convolution.Conv2dWeightSums}. */
  public static boolean suits(Conv2dWeightGradient k) {
    var s = k.sizes();
    int rows = Math.min(k.rowsPerPart(), s.ho());
    int blocks = Math.ceilDiv(rows, FOUR) * Math.ceilDiv(s.wo(), FOUR);
    return k.window().minimalFiltering(s.ci(), s.co())
        && k.rowsPerPart() / rows * blocks >= FEW
        && 4 * rows * s.wo() >= 3 * blocks * FOUR * FOUR;
  }

  public static WinogradWeightGradient of(Conv2dWeightGradient k) {
    var s = k.sizes();
    int across = Math.ceilDiv(s.wo(), FOUR);
    var groups = OutputGroups.few(k, ROWS, MANY / s.ci());
    int numbers = POINTS * (groups.size() + Tile.width(s.ci())) * across;
    int most = Math.ceilDiv(Math.min(k.rowsPerPart(), s.n() * s.ho()), FOUR);
    return new WinogradWeightGradient(k, groups, across, Math.clamp(NEAR / numbers, 1, most));
  }

  /** Rows of an image whose blocks are neighbours. */
  private record Strip(int image, int row, int rows) {

    int down() {
      return Math.ceilDiv(rows, FOUR);
    }
  }

  /** The tiles of input channels. */
  private int tiles() {
    return Math.ceilDiv(kernel.sizes().ci(), WIDTH);
  }

  /** From one point of the transformed gradients to the next; vectors write beyond the last. */
  private int gradients(int blocks) {
    return groups.size() * blocks + LANES;
  }

  /** From one point of the sums to the next: not a power of two, lest all meet in one cache set. */
  private int matrix() {
    return groups.size() * tiles() * WIDTH + LANES;
  }

  /** The vector products of a group in a part. */
  public long work() {
    int blocks = Math.ceilDiv(kernel.rowsPerPart(), FOUR) * across;
    return (long) POINTS * blocks * groups.size() * tiles() * (WIDTH / LANES);
  }

  @Override
  public int size() {
    return groups.indices();
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      part(groups.part(i), groups.channel(i), groups.channels(i));
    }
  }

  private void part(int part, int channel, int channels) {
    var scratch = Scratch.ofThread();
    float[] sums = scratch.sums(POINTS * matrix() + ROWS * WIDTH);
    boolean add = false;
    for (var strips : panels(part)) {
      int blocks = strips.stream().mapToInt(Strip::down).sum() * across;
      MemorySegment b = scratch.columns(POINTS * tiles() * blocks * WIDTH);
      float[] a = scratch.factors(POINTS * gradients(blocks));
      transformInput(strips, blocks, scratch, b);
      transformGradients(strips, blocks, channel, channels, scratch, a);
      multiply(blocks, Tile.rows(channels), a, b, sums, add);
      add = true;
    }
    if (add) {
      restore(sums, part, channel, channels);
    } else {
      int weights = kernel.sizes().ci() * WEIGHTS;
      int at = (part * kernel.sizes().co() + channel) * weights;
      Arrays.fill(kernel.partial(), at, at + channels * weights, 0);
    }
  }

  /** The rows of a part, some at a time. */
  private List<List<Strip>> panels(int part) {
    int ho = kernel.sizes().ho();
    int last = Math.min((part + 1) * kernel.rowsPerPart(), kernel.sizes().n() * ho);
    var panels = new ArrayList<List<Strip>>();
    int free = 0;
    int step;
    for (int row = part * kernel.rowsPerPart(); row < last; row += step) {
      if (free == 0) {
        panels.add(new ArrayList<>());
        free = panel;
      }
      step = Math.min(Math.min(free * FOUR, last - row), ho - row % ho);
      var strip = new Strip(row / ho, row % ho, step);
      panels.getLast().add(strip);
      free -= strip.down();
    }
    return panels;
  }

  /** {@code BᵀdB}: for each point and tile, the channels of a block side by side. */
  private void transformInput(List<Strip> strips, int blocks, Scratch scratch, MemorySegment b) {
    var s = kernel.sizes();
    int padding = kernel.window().paddingHeight();
    var lines = BlockLines.of(WIDTH, across + 1);
    int line = across * WIDTH;
    float[] x = scratch.band((FOUR * panel + 2) * lines.row());
    float[] y = scratch.blocks(SIX * lines.row() + SIX * line);
    int done = SIX * lines.row();
    for (int tile = 0; tile < tiles(); tile++) {
      int first = tile * WIDTH;
      int k = 0;
      for (var strip : strips) {
        var place =
            new Place(
                (strip.image * s.ci() + first) * s.hi() * s.wi(),
                Math.min(WIDTH, s.ci() - first),
                s.hi(),
                s.wi(),
                strip.row - padding,
                s.hi(),
                kernel.window().paddingWidth());
        lines.fill(kernel.x(), place, FOUR * strip.down() + 2, x);
        for (int i = 0; i < strip.down(); i++) {
          int from = FOUR * i * lines.row();
          int row = lines.row();
          WinogradTransform.source(x, from, row, FOUR * row, y, 0, row, row);
          for (int u = 0; u < SIX; u++) {
            WinogradTransform.source(y, u * row, lines.line(), WIDTH, y, done, line, line);
            for (int v = 0; v < SIX; v++) {
              long at = ((long) (u * SIX + v) * tiles() + tile) * blocks + k;
              MemorySegment.copy(y, done + v * line, b, JAVA_FLOAT, at * WIDTH * Float.BYTES, line);
            }
          }
          k += across;
        }
      }
    }
  }

  /** {@code A dY Aᵀ}: for each point and some channels, those of a block side by side. */
  private void transformGradients(
      List<Strip> strips, int blocks, int channel, int channels, Scratch scratch, float[] a) {
    var s = kernel.sizes();
    var lines = BlockLines.of(ROWS, across);
    int row = lines.row();
    float[] x = scratch.band(FOUR * panel * row);
    float[] y = scratch.blocks(SIX * row);
    int matrix = gradients(blocks);
    for (int o = 0; o < channels; o += ROWS) {
      int at = o * blocks;
      for (var strip : strips) {
        var place =
            new Place(
                (strip.image * s.co() + channel + o) * s.ho() * s.wo(),
                Math.min(ROWS, channels - o),
                s.ho(),
                s.wo(),
                strip.row,
                strip.row + strip.rows,
                0);
        lines.fill(kernel.dy(), place, FOUR * strip.down(), x);
        for (int i = 0; i < strip.down(); i++) {
          WinogradTransform.results(x, FOUR * i * row, row, y, 0, row, row);
          for (int u = 0; u < SIX; u++) {
            int to = u * SIX * matrix + at;
            WinogradTransform.results(y, u * row, lines.line(), a, to, matrix, lines.line());
          }
          at += across * ROWS;
        }
      }
    }
  }

  private void multiply(
      int blocks, int rows, float[] a, MemorySegment b, float[] sums, boolean add) {
    int tile = ROWS * WIDTH;
    int products = POINTS * matrix();
    for (int e = 0; e < POINTS; e++) {
      for (int t = 0; t < tiles(); t++) {
        int bAt = (e * tiles() + t) * blocks * WIDTH;
        for (int o = 0; o < rows; o += ROWS) {
          int aAt = e * gradients(blocks) + o * blocks;
          int sum = e * matrix() + (t * groups.size() + o) * WIDTH;
          Tile.multiplyPacked(blocks, WIDTH, a, aAt, b, bAt, sums, add ? products : sum);
          if (add) {
            add(sums, products, sum, tile);
          }
        }
      }
    }
  }

  private static void add(float[] sums, int from, int to, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector.fromArray(SPECIES, sums, to + i)
          .add(FloatVector.fromArray(SPECIES, sums, from + i))
          .intoArray(sums, to + i);
    }
  }

  /** {@code Gᵀ(sums)G}. */
  private void restore(float[] sums, int part, int channel, int channels) {
    int matrix = matrix();
    int tile = ROWS * WIDTH;
    for (int at = 0; at < matrix - LANES; at += tile) {
      for (int v = 0; v < SIX; v++) {
        int from = v * matrix + at;
        WinogradTransform.weights(sums, from, SIX * matrix, sums, from, SIX * matrix, tile);
      }
      for (int u = 0; u < THREE; u++) {
        int from = u * SIX * matrix + at;
        WinogradTransform.weights(sums, from, matrix, sums, from, matrix, tile);
      }
    }
    int ci = kernel.sizes().ci();
    for (int o = 0; o < channels; o++) {
      int to = (part * kernel.sizes().co() + channel + o) * ci * WEIGHTS;
      for (int c = 0; c < ci; c += WIDTH) {
        int from = (c / WIDTH * groups.size() + o) * WIDTH;
        int last = Math.min(WIDTH, ci - c);
        for (int u = 0; u < THREE; u++) {
          for (int v = 0; v < THREE; v++) {
            int at = to + c * WEIGHTS + u * THREE + v;
            store(sums, (u * SIX + v) * matrix + from, last, kernel.partial(), at);
          }
        }
      }
    }
  }

  private static void store(float[] sums, int from, int n, float[] partial, int at) {
    for (int c = 0; c < n; c++) {
      partial[at + c * WEIGHTS] = sums[from + c];
    }
  }
}
