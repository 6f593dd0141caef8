package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.Memory;
import org.tornadonn.plan.Slice;

/** Memory in which every buffer has an array of its own, so that stray writes can be seen. */
final class OwnMemory implements Memory {

  private final Map<Buffer, float[]> arrays = new LinkedHashMap<>();

  private OwnMemory() {}

  /** The memory of a plan with the numbers of a case; the rest holds small numbers. */
  static OwnMemory of(Lowering lowering, GraphCase c) {
    var memory = new OwnMemory();
    for (var buffer : lowering.plan().buffers()) {
      memory.arrays.put(buffer, Numbers.of(99, buffer.shape().size()));
    }
    c.leaves()
        .forEach(
            (value, numbers) -> {
              var slice = lowering.slice(value);
              if (memory.arrays.containsKey(slice.buffer())) {
                System.arraycopy(numbers, 0, memory.of(slice), slice.offset(), numbers.length);
              }
            });
    return memory;
  }

  OwnMemory copy() {
    var copy = new OwnMemory();
    arrays.forEach((buffer, array) -> copy.arrays.put(buffer, array.clone()));
    return copy;
  }

  @Override
  public float[] of(Slice slice) {
    var array = arrays.get(slice.buffer());
    if (array == null) {
      throw new IllegalArgumentException("The plan does not use " + slice + ".");
    }
    return array;
  }

  void poison(Slice slice) {
    Arrays.fill(of(slice), slice.offset(), slice.offset() + slice.size(), Float.NaN);
  }

  void clear(Slice slice) {
    Arrays.fill(of(slice), slice.offset(), slice.offset() + slice.size(), 0);
  }

  float[] read(Slice slice) {
    return Arrays.copyOfRange(of(slice), slice.offset(), slice.offset() + slice.size());
  }

  /**
   * Asserts that a call left no NaN of before in a slice that it writes.
   *
   * @param other where the same call found no NaN: what is one there is a result
   */
  void assertWritten(Slice slice, KernelCall call, OwnMemory other) {
    var here = read(slice);
    var there = other.read(slice);
    for (int i = 0; i < here.length; i++) {
      if (Float.isNaN(here[i]) && !Float.isNaN(there[i])) {
        fail(call + " leaves elements unwritten in " + slice);
      }
    }
  }

  /** Asserts that a call changed nothing outside of what it says that it writes. */
  void assertSameElsewhere(OwnMemory after, KernelCall call) {
    arrays.forEach(
        (buffer, array) -> {
          var declared = new BitSet();
          Stream.concat(call.writes().stream(), call.adds().stream())
              .filter(slice -> slice.buffer() == buffer)
              .forEach(slice -> declared.set(slice.offset(), slice.offset() + slice.size()));
          var now = after.of(buffer.whole());
          for (int i = 0; i < array.length; i++) {
            if (!declared.get(i) && Float.compare(array[i], now[i]) != 0) {
              fail(call + " changes " + buffer + " at " + i);
            }
          }
        });
  }
}
