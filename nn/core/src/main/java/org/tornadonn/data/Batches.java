package org.tornadonn.data;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tornadonn.heap.Heap;

/**
 * One epoch of a set, batch by batch, read ahead by worker threads.
 *
 * <p>The order is a pure function of seed and epoch, and the batches are the same for any number of
 * workers. Every sample comes once; the last batch may be smaller. At most {@code workers + 1}
 * batches wait in memory, none without workers. For one consuming thread; close it to stop the
 * workers, best in a try-with-resources.
 */
public final class Batches implements Iterator<Batch>, AutoCloseable {

  private static final long CLOSE_SECONDS = 10;

  private final Dataset data;
  private final int batchSize;
  private final int[] order;
  private final int epoch;
  private final int ahead;
  private final @Nullable ExecutorService workers;
  private final Queue<Future<Batch>> pending = new ArrayDeque<>();
  private int submitted;

  private Batches(Dataset data, int batchSize, int[] order, int epoch, int workers) {
    if (batchSize < 1 || workers < 0) {
      throw new IllegalArgumentException(
          "Batch size is at least 1 and workers at least 0, not %d and %d"
              .formatted(batchSize, workers));
    }
    this.data = data;
    this.batchSize = batchSize;
    this.order = order;
    this.epoch = epoch;
    this.ahead = workers + 1;
    this.workers =
        workers == 0
            ? null
            : Executors.newFixedThreadPool(
                workers, Thread.ofPlatform().daemon().name("tornadonn-data-", 0).factory());
  }

  /**
   * The set's own order, as evaluation wants it.
   *
   * @param data the samples
   * @param batchSize the samples of a batch, at least 1; the last one may be smaller
   * @param epoch handed to {@link Dataset#read}
   * @param workers the number of reading threads; 0 reads in the thread that asks for a batch
   * @return the batches, to be closed in the end
   */
  public static Batches inOrder(Dataset data, int batchSize, int epoch, int workers) {
    return new Batches(data, batchSize, IntStream.range(0, data.size()).toArray(), epoch, workers);
  }

  /**
   * A random order that is different in every epoch, as training wants it.
   *
   * @param data the samples
   * @param batchSize the samples of a batch, at least 1; the last one may be smaller
   * @param seed decides the order, together with the epoch
   * @param epoch also handed to {@link Dataset#read}
   * @param workers the number of reading threads; 0 reads in the thread that asks for a batch
   * @return the batches, to be closed in the end
   */
  public static Batches shuffled(Dataset data, int batchSize, long seed, int epoch, int workers) {
    return new Batches(data, batchSize, order(data.size(), seed, epoch), epoch, workers);
  }

  /**
   * The order of {@link #shuffled}: the indices of all samples.
   *
   * @param size the number of samples
   * @param seed decides the order, together with the epoch
   * @param epoch counts from 0
   * @return each index from 0 to {@code size - 1} once
   */
  public static int[] order(int size, long seed, int epoch) {
    return new CounterRandom(seed, epoch).permutation(size);
  }

  /**
   * Reads samples as one batch.
   *
   * @param data the samples
   * @param indices which, at least one
   * @param epoch handed to {@link Dataset#read}
   * @param workers threads that read, 0 or 1 for this one alone
   * @return inputs and targets, in the order of the indices
   * @throws DataException if a sample cannot be read
   */
  public static Batch read(Dataset data, int[] indices, int epoch, int workers) {
    int most = Math.max(1, Math.ceilDiv(indices.length, Math.max(1, workers)));
    var whole =
        new Batch(
            array(indices.length, data.inputLength()),
            array(indices.length, data.targetLength()),
            indices.length);
    int done = 0;
    try (var parts = new Batches(data, most, indices, epoch, workers < 2 ? 0 : workers)) {
      while (parts.hasNext()) {
        var part = parts.next();
        System.arraycopy(part.x(), 0, whole.x(), done * data.inputLength(), part.x().length);
        System.arraycopy(part.y(), 0, whole.y(), done * data.targetLength(), part.y().length);
        done += part.count();
      }
    }
    return whole;
  }

  /**
   * Leaves out the first batches, without reading them.
   *
   * @param batches how many, before any is taken
   */
  public void skip(int batches) {
    if (submitted != 0 || batches < 0 || batches > count()) {
      throw new IllegalArgumentException(
          "%d of %d batches cannot be left out after %d".formatted(batches, count(), submitted));
    }
    submitted = batches;
  }

  /**
   * The number of batches of the whole epoch.
   *
   * @return with those that were taken
   */
  public int count() {
    return Math.ceilDiv(order.length, batchSize);
  }

  @Override
  public boolean hasNext() {
    return submitted < count() || !pending.isEmpty();
  }

  /**
   * The next batch; its arrays are the caller's own.
   *
   * @throws DataException if a sample could not be read
   * @throws CancellationException if this thread is interrupted while it waits
   */
  @Override
  public Batch next() {
    if (workers == null) {
      if (!hasNext()) {
        throw exhausted();
      }
      return read(submitted++ * batchSize);
    }
    while (submitted < count() && pending.size() < ahead) {
      int at = submitted++ * batchSize;
      pending.add(workers.submit(() -> read(at)));
    }
    Future<Batch> first = pending.poll();
    if (first == null) {
      throw exhausted();
    }
    try {
      return first.get();
    } catch (ExecutionException e) {
      close();
      switch (e.getCause()) {
        case DataException broken -> throw broken;
        case Error fatal -> throw fatal;
        case null, default -> throw new IllegalStateException("A worker failed", e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new CancellationException("Interrupted while waiting for a batch");
    }
  }

  private NoSuchElementException exhausted() {
    return new NoSuchElementException("The epoch has only " + count() + " batches");
  }

  private Batch read(int at) {
    int count = Math.min(batchSize, order.length - at);
    int in = data.inputLength();
    int out = data.targetLength();
    float[] x = array(count, in);
    float[] y = array(count, out);
    for (int i = 0; i < count; i++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("The batches were closed");
      }
      data.read(order[at + i], epoch, x, i * in, y, i * out);
    }
    return new Batch(x, y, count);
  }

  private static float[] array(int count, int length) {
    return Heap.floats((long) count * length, () -> "A batch of " + count + " samples");
  }

  /** Stops the workers, at the latest when the pictures in their hands are read. */
  @Override
  public void close() {
    submitted = count();
    pending.clear();
    if (workers == null) {
      return;
    }
    workers.shutdownNow();
    try {
      boolean _ = workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
