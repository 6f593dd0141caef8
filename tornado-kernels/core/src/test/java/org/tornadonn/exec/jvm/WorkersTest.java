package org.tornadonn.exec.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadonn.plan.Loop;

class WorkersTest {

  private record Each(int size, IntConsumer body) implements Loop {

    @Override
    public void run(int from, int to) {
      for (int i = from; i < to; i++) {
        body.accept(i);
      }
    }
  }

  /** A step that is worth all threads. */
  private static Step large(Loop loop, int grain) {
    return new Step(loop, grain, 1 << 24, null);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void everyIndexRunsOnceAndStepsRunInOrder(int threads) {
    int rounds = 300;
    int size = 37;
    var counts = new AtomicIntegerArray(size);
    var steps = new ArrayList<Step>();
    for (int round = 0; round < rounds; round++) {
      int before = round;
      IntConsumer body =
          i -> {
            // The neighbour has run this round or not yet, but never less than the rounds before.
            assertTrue(counts.get((i + 1) % size) >= before);
            counts.incrementAndGet(i);
          };
      steps.add(large(new Each(size, body), round % 7 + 1));
    }
    try (var workers = new Workers(threads)) {
      workers.run(steps);
    }
    for (int i = 0; i < size; i++) {
      assertEquals(rounds, counts.get(i));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void aFailureReachesTheCallerAndEndsTheRun(int threads) {
    IntConsumer fails =
        i -> {
          throw new IllegalStateException("broken");
        };
    var after = new AtomicIntegerArray(1);
    var steps =
        List.of(large(new Each(9, fails), 1), large(new Each(9, i -> after.incrementAndGet(0)), 1));
    try (var workers = new Workers(threads)) {
      var e = assertThrows(IllegalStateException.class, () -> workers.run(steps));
      assertEquals("broken", e.getMessage());
      workers.run(List.of(large(new Each(9, i -> after.incrementAndGet(0)), 1)));
    }
    assertEquals(9, after.get(0));
  }

  @Test
  void anInterruptedCallerFinishesAndStaysInterrupted() {
    var done = new AtomicIntegerArray(1);
    IntConsumer slow =
        i -> {
          long end = System.nanoTime() + 5_000_000;
          while (System.nanoTime() < end) {
            Thread.onSpinWait();
          }
          done.incrementAndGet(0);
        };
    try (var workers = new Workers(2)) {
      Thread.currentThread().interrupt();
      workers.run(List.of(large(new Each(3, slow), 1)));
    }
    assertTrue(Thread.interrupted());
    assertEquals(3, done.get(0));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void closedWorkersSaySo(int threads) {
    var workers = new Workers(threads);
    workers.close();
    var e =
        assertThrows(
            IllegalStateException.class,
            () -> workers.run(List.of(large(new Each(3, i -> {}), 1))));
    assertEquals("the JVM executor is closed: open another to run plans", e.getMessage());
  }
}
