package org.tornadonn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.tornadonn.data.DatasetsTest.Numbers;

class BatchesTest {

  private static List<Float> drain(Batches batches, List<Integer> counts) {
    List<Float> order = new ArrayList<>();
    try (batches) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        counts.add(batch.count());
        assertEquals(batch.count() * 3, batch.x().length);
        assertEquals(batch.count() * 2, batch.y().length);
        for (int i = 0; i < batch.count(); i++) {
          assertEquals(batch.y()[2 * i], batch.x()[3 * i + 2]);
          order.add(batch.y()[2 * i]);
        }
      }
    }
    return order;
  }

  @Test
  void everySampleOnceAndASmallerLastBatch() {
    List<Integer> counts = new ArrayList<>();
    List<Float> order = drain(Batches.shuffled(new Numbers(23), 5, 1, 0, 2), counts);
    assertEquals(List.of(5, 5, 5, 5, 3), counts);
    assertEquals(23, order.stream().distinct().count());
    assertNotEquals(order.stream().sorted().toList(), order);
    List<Float> plain = drain(Batches.inOrder(new Numbers(23), 50, 0, 2), counts);
    assertEquals(plain.stream().sorted().toList(), plain);
    assertEquals(23, counts.getLast());
  }

  @Test
  void orderDependsOnSeedAndEpochAndNotOnWorkers() {
    List<Float> one = drain(Batches.shuffled(new Numbers(203), 7, 1, 3, 1), new ArrayList<>());
    List<Float> four = drain(Batches.shuffled(new Numbers(203), 7, 1, 3, 4), new ArrayList<>());
    assertEquals(one, four);
    assertEquals(one, drain(Batches.shuffled(new Numbers(203), 7, 1, 3, 0), new ArrayList<>()));
    assertNotEquals(one, drain(Batches.shuffled(new Numbers(203), 7, 1, 4, 1), new ArrayList<>()));
    assertNotEquals(one, drain(Batches.shuffled(new Numbers(203), 7, 2, 3, 1), new ArrayList<>()));
  }

  @Test
  void epochReachesTheData() {
    try (var batches = Batches.inOrder(new Numbers(2), 2, 6, 1)) {
      assertArrayEquals(new float[] {0, 6, 1, 6}, batches.next().y());
      assertFalse(batches.hasNext());
      assertThrows(NoSuchElementException.class, batches::next);
    }
  }

  /** Numbers whose reading can be watched, or fails at one index. */
  private record Watched(
      int size, int failAt, AtomicInteger reads, Set<Thread> readers, DataException error)
      implements Dataset {

    Watched(int size, int failAt, DataException error) {
      this(size, failAt, new AtomicInteger(), ConcurrentHashMap.newKeySet(), error);
    }

    @Override
    public int inputLength() {
      return 1;
    }

    @Override
    public int targetLength() {
      return 1;
    }

    @Override
    public void read(int index, int epoch, float[] x, int xAt, float[] y, int yAt) {
      reads.incrementAndGet();
      readers.add(Thread.currentThread());
      if (index == failAt) {
        throw error;
      }
    }
  }

  @Test
  void aWorkersErrorReachesTheConsumer() {
    var error = new DataException("The picture x.png is broken");
    var data = new Watched(40, 17, error);
    try (var batches = Batches.inOrder(data, 4, 0, 3)) {
      for (int i = 0; i < 4; i++) {
        assertEquals(4, batches.next().count());
      }
      assertSame(error, assertThrows(DataException.class, batches::next));
      assertFalse(batches.hasNext());
    }
  }

  /** However slow the consumer: what is kept is bounded by the workers, not by the set. */
  @Test
  void waitingBatchesAreBounded() throws InterruptedException {
    for (int workers = 0; workers <= 4; workers++) {
      var data = new Watched(1000, -1, new DataException(""));
      try (var batches = Batches.inOrder(data, 10, 0, workers)) {
        for (int taken = 1; taken <= 5; taken++) {
          batches.next();
          Thread.sleep(10);
          int waiting = data.reads().get() - 10 * taken;
          int most = workers == 0 ? 0 : 10 * (workers + 1);
          assertTrue(waiting <= most, waiting + " samples wait for " + workers + " workers");
        }
      }
    }
  }

  @Test
  void withoutWorkersTheAskingThreadReads() {
    var error = new DataException("The picture x.png is broken");
    var data = new Watched(8, 5, error);
    try (var batches = Batches.inOrder(data, 4, 0, 0)) {
      assertEquals(2, batches.count());
      batches.next();
      assertSame(error, assertThrows(DataException.class, batches::next));
      assertFalse(batches.hasNext());
      assertThrows(NoSuchElementException.class, batches::next);
    }
    assertEquals(Set.of(Thread.currentThread()), data.readers());
    assertThrows(IllegalArgumentException.class, () -> Batches.inOrder(new Numbers(2), 1, 0, -1));
  }

  @Test
  void aDefectOfAWorkerIsNotHidden() {
    var data =
        new Dataset() {
          @Override
          public int size() {
            return 3;
          }

          @Override
          public int inputLength() {
            return 1;
          }

          @Override
          public int targetLength() {
            return 1;
          }

          @Override
          public void read(int index, int epoch, float[] x, int xAt, float[] y, int yAt) {
            throw new OutOfMemoryError("none left");
          }
        };
    try (var batches = Batches.inOrder(data, 1, 0, 2)) {
      assertThrows(OutOfMemoryError.class, batches::next);
    }
  }

  @Test
  void readsOnlyAFewBatchesAhead() throws InterruptedException {
    var data = new Watched(1000, -1, new DataException(""));
    try (var batches = Batches.inOrder(data, 10, 0, 2)) {
      batches.next();
      Thread.sleep(100);
      assertTrue(data.reads().get() <= 40, data.reads() + " samples were read for one batch of 10");
    }
  }

  @Test
  void closeEndsTheThreads() throws InterruptedException {
    var data = new Watched(1000, -1, new DataException(""));
    var batches = Batches.shuffled(data, 1, 1, 0, 3);
    batches.next();
    batches.close();
    batches.close();
    assertFalse(data.readers().isEmpty());
    for (var reader : data.readers()) {
      assertNotEquals(Thread.currentThread(), reader);
      assertTrue(reader.join(Duration.ofSeconds(20)), reader + " still runs");
    }
  }
}
