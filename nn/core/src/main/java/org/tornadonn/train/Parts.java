package org.tornadonn.train;

import static java.util.stream.Collectors.groupingBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tornadonn.exec.Program;
import org.tornadonn.layer.Values;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Graph;
import org.tornadonn.plan.Lowering;

/**
 * The arrays between which samples are divided: a sample holds the numbers of several values, one
 * after the other, and each value has a buffer of its own.
 *
 * @param buffers in the order in which a sample holds them
 * @param used those of them that the plans read or write; the others have no array
 * @param samples how many of them a buffer has room for
 * @param positions what some of the numbers have to be
 */
record Parts(
    List<Buffer> buffers, Set<Buffer> used, int samples, Map<Buffer, List<Positions>> positions) {

  /** Those that may hold any numbers. */
  Parts(List<Buffer> buffers, Set<Buffer> used, int samples) {
    this(buffers, used, samples, Map.of());
  }

  /** The inputs of a graph, of which some may have to be positions. */
  static Parts inputs(Lowering lowering, Graph graph, Values inputs, int samples) {
    var parts = of(lowering, inputs, samples);
    var positions =
        Positions.of(graph).stream()
            .filter(some -> inputs.list().contains(some.input()))
            .collect(groupingBy(some -> lowering.slice(some.input()).buffer()));
    return new Parts(parts.buffers, parts.used, samples, positions);
  }

  /** Those of values of a graph. */
  static Parts of(Lowering lowering, Values values, int samples) {
    return new Parts(
        values.list().stream().map(value -> lowering.slice(value).buffer()).toList(),
        Set.copyOf(lowering.plan().buffers()),
        samples);
  }

  /** The numbers of a sample. */
  int length() {
    return buffers.stream().mapToInt(this::length).sum();
  }

  private int length(Buffer buffer) {
    return buffer.shape().size() / samples;
  }

  /**
   * Gives samples to a program. Positions that are not there are refused.
   *
   * @param from the first
   * @param count how many
   * @param clear whether the rest of the batch is filled with 0
   */
  void give(Program program, float[] flat, int from, int count, boolean clear) {
    int all = length();
    int at = 0;
    for (var buffer : buffers) {
      int length = length(buffer);
      if (used.contains(buffer)) {
        var array = program.array(buffer);
        if (length == all) {
          System.arraycopy(flat, from * length, array, 0, count * length);
        } else {
          for (int i = 0; i < count; i++) {
            System.arraycopy(flat, (from + i) * all + at, array, i * length, length);
          }
        }
        for (var some : positions.getOrDefault(buffer, List.of())) {
          some.require(array, count * length, from, samples);
        }
        if (clear) {
          Arrays.fill(array, count * length, samples * length, 0);
        }
      }
      at += length;
    }
  }

  /** Takes the first samples from a program, to stand from a sample on. */
  void take(Program program, float[] flat, int from, int count) {
    int all = length();
    int at = 0;
    for (var buffer : buffers) {
      int length = length(buffer);
      var array = program.array(buffer);
      if (length == all) {
        System.arraycopy(array, 0, flat, from * length, count * length);
      } else {
        for (int i = 0; i < count; i++) {
          System.arraycopy(array, i * length, flat, (from + i) * all + at, length);
        }
      }
      at += length;
    }
  }
}
