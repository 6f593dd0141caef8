package org.tornadonn.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DecodingMemoryTest {

  private static final long MIB = 1 << 20;

  private final DecodingMemory memory = new DecodingMemory(100 * MIB);

  @Test
  void whatNeverFitsIsRefused() throws Exception {
    assertEquals("read", memory.during("a.png", 100 * MIB, () -> "read"));
    Refusal.of(
        () -> {
          try {
            memory.during("a.png", 101 * MIB, () -> "read");
          } catch (DataException e) {
            throw e;
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        },
        "a.png needs about 101 MiB",
        "-Xmx");
  }

  /** Pictures of 40 are read two at a time by five threads, none is refused, none forgotten. */
  @Test
  void whatDoesNotFitNowWaits() throws Exception {
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    var results = new ArrayList<Future<Boolean>>();
    try (var threads = Executors.newFixedThreadPool(5)) {
      for (int i = 0; i < 40; i++) {
        results.add(
            threads.submit(
                () ->
                    memory.during(
                        "a.png",
                        40 * MIB,
                        () -> {
                          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                          Thread.sleep(1);
                          inside.decrementAndGet();
                          return true;
                        })));
      }
    }
    for (var result : results) {
      assertTrue(result.get());
    }
    assertTrue(most.get() <= 2, most + " at a time");
  }

  @Test
  void roomIsGivenBackAfterAnError() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThrows(
          OutOfMemoryError.class,
          () ->
              memory.during(
                  "a.png",
                  90 * MIB,
                  () -> {
                    throw new OutOfMemoryError("Java heap space");
                  }));
    }
    assertEquals("read", memory.during("b.png", 90 * MIB, () -> "read"));
  }
}
