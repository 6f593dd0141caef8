package org.tornadonn.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HeapTest {

  private static void says(String words, Supplier<?> taking) {
    var message = String.valueOf(assertThrows(HeapException.class, taking::get).getMessage());
    assertTrue(message.startsWith("A table needs ") && message.endsWith("."), message);
    assertTrue(message.contains(words), message);
  }

  static Stream<Arguments> arrays() {
    LongFunction<Object> floats = length -> Heap.floats(length, () -> "A table");
    LongFunction<Object> bytes = length -> Heap.bytes(length, () -> "A table");
    LongFunction<Object> longs = length -> Heap.longs(length, () -> "A table");
    return Stream.of(
        Arguments.of(Float.BYTES, floats), Arguments.of(1, bytes), Arguments.of(8, longs));
  }

  /** Products of two sizes, those that an int cannot hold too. */
  @ParameterizedTest
  @MethodSource("arrays")
  void noArrayIsSoLong(int size, LongFunction<Object> array) {
    for (long length :
        new long[] {
          Heap.LONGEST + 1L, Integer.MAX_VALUE, 1L << 32, 65536L * 65536 + 1, Long.MAX_VALUE, -1
        }) {
      says("elements, but Java's hold at most 2,147,483,639", () -> array.apply(length));
    }
  }

  @ParameterizedTest
  @MethodSource("arrays")
  void moreThanJavaMayUse(int size, LongFunction<Object> array) {
    long length = Heap.bytes() / size + 1;
    if (length <= Heap.LONGEST) {
      says("but Java may use " + Heap.text(Heap.bytes()), () -> array.apply(length));
    }
  }

  @Test
  void whatFitsIsTaken() {
    assertEquals(7, Heap.floats(7, () -> "").length);
    assertEquals(0, Heap.bytes(0, () -> "").length);
    assertEquals(3, Heap.longs(3, () -> "").length);
  }

  @Test
  void moreThanIsLeft() {
    says(
        "needs 1.5 MB, which is more than is left of the",
        () ->
            Heap.take(
                1_500_000,
                () -> "A table",
                () -> {
                  throw new OutOfMemoryError("Java heap space");
                }));
    assertThrows(HeapException.class, () -> Heap.require(Heap.bytes() + 1, () -> "A table"));
  }
}
