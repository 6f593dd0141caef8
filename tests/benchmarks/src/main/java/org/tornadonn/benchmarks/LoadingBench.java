package org.tornadonn.benchmarks;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.tornadonn.data.Batches;
import org.tornadonn.data.ImageFolderDataset;
import org.tornadonn.device.Device;
import org.tornadonn.layer.ClassifierModel;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.Loss;
import org.tornadonn.train.Optimizer;
import org.tornadonn.train.Trainer;

/**
 * Training throughput with pictures that are read ahead by worker threads, and read between the
 * steps: epochs in turn, round after round, so that the ratio does not depend on what else the
 * machine does. Every epoch decodes every picture anew; beside it stands training on batches that
 * lie in memory, which no reading can beat.
 *
 * @param pictures JPEG files of 640 × 480 pixels
 * @param imageSize what they are shrunk to
 */
record LoadingBench(int pictures, int imageSize, int rounds) {

  private static final List<Integer> WORKERS = List.of(0, 1, 2, 4);
  private static final int BATCH = 16;
  private static final int CLASSES = 2;
  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;

  /**
   * What was measured, in pictures per second.
   *
   * @param inMemory without any reading
   * @param byWorkers with so many threads that read ahead
   */
  record Rates(Median inMemory, Map<Integer, Median> byWorkers) {

    /** A table, each line with its ratio to reading between the steps. */
    String text() {
      var text = new StringBuilder();
      double none = byWorkers.getOrDefault(0, inMemory).value();
      text.append(String.format(Locale.ROOT, "%-26s %12s %8s%n", "read by", "pictures/s", "ratio"));
      byWorkers.forEach(
          (workers, rate) ->
              text.append(
                  line(workers == 0 ? "the training thread" : workers + " workers", rate, none)));
      text.append(line("nobody: all in memory", inMemory, none));
      return text.toString().stripTrailing();
    }

    private static String line(String name, Median rate, double none) {
      return String.format(
          Locale.ROOT,
          "%-26s %12.0f %8.2f %s%n",
          name,
          rate.value(),
          rate.value() / none,
          rate.spread());
    }
  }

  /**
   * Writes the pictures into a folder, and measures.
   *
   * @throws IOException if they cannot be written
   */
  Rates run(Path folder) throws IOException {
    write(folder);
    var rates = new LinkedHashMap<Integer, List<Double>>();
    WORKERS.forEach(workers -> rates.put(workers, new ArrayList<>()));
    var memory = new ArrayList<Double>();
    var model = new Model(ClassifierModel.cnn(3, CLASSES), Shape.of(3, imageSize, imageSize), 1);
    try (var trainer =
        new Trainer(model, Loss.crossEntropy(), Optimizer.adam(1e-3f), BATCH, Device.jvm())) {
      var _ = epoch(trainer, folder, 2); // compiles
      for (int round = 0; round < rounds; round++) {
        rates.forEach((workers, rate) -> rate.add(epoch(trainer, folder, workers)));
        memory.add(inMemory(trainer, folder));
      }
    }
    var medians = new LinkedHashMap<Integer, Median>();
    rates.forEach((workers, rate) -> medians.put(workers, median(rate)));
    return new Rates(median(memory), medians);
  }

  private static Median median(List<Double> rates) {
    return Median.of(rates.stream().mapToDouble(Double::doubleValue));
  }

  /** A set that is opened anew has kept nothing in memory. */
  private double epoch(Trainer trainer, Path folder, int workers) {
    var data = ImageFolderDataset.open(folder, 3, imageSize);
    long start = System.nanoTime();
    try (var batches = Batches.shuffled(data, BATCH, 1, 0, workers)) {
      while (batches.hasNext()) {
        var batch = batches.next();
        trainer.step(batch.x(), batch.y(), batch.count());
      }
    }
    return data.size() / ((System.nanoTime() - start) / 1e9);
  }

  private double inMemory(Trainer trainer, Path folder) {
    var data = ImageFolderDataset.open(folder, 3, imageSize);
    try (var batches = Batches.inOrder(data, BATCH, 0, 0)) {
      var batch = batches.next();
      int steps = Math.ceilDiv(data.size(), BATCH);
      long start = System.nanoTime();
      for (int step = 0; step < steps; step++) {
        trainer.step(batch.x(), batch.y(), batch.count());
      }
      return (double) steps * batch.count() / ((System.nanoTime() - start) / 1e9);
    }
  }

  private void write(Path folder) throws IOException {
    var random = new SplittableRandom(1);
    for (int i = 0; i < pictures; i++) {
      var file = folder.resolve("class" + i % CLASSES).resolve(i + ".jpg");
      if (Files.exists(file)) {
        continue;
      }
      Files.createDirectories(folder.resolve("class" + i % CLASSES));
      var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
      for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
          int noise = random.nextInt(32);
          image.setRGB(x, y, (x / 3 + noise) << 16 | (y / 2 & 255) << 8 | ((x ^ y) & 255));
        }
      }
      if (!ImageIO.write(image, "jpg", file.toFile())) {
        throw new IOException("no JPEG writer");
      }
    }
  }
}
