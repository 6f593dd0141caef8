package org.tornadonn.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.tornadonn.file.FileFault;

/**
 * Makes pictures whose rotation is known: scenes of {@link Scenes}, turned by a random angle and
 * cropped so that nothing from outside shows, with a little noise.
 *
 * @param count the number of pictures, at least 1
 * @param imageSize their side in pixels, at least 8
 * @param seed decides everything; the pictures of two seeds have nothing in common
 */
public record OrientationGenerator(int count, int imageSize, long seed) {

  private static final double MOST_ZOOM = 1.1;
  private static final double MOST_NOISE = 0.015;
  private static final int LEAST_SIZE = 8;
  private static final String IMAGES = "images";

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one of them is too small
   */
  public OrientationGenerator {
    if (count < 1 || imageSize < LEAST_SIZE) {
      throw new IllegalArgumentException(
          "At least 1 picture of at least %d pixels can be made, not %d of %d"
              .formatted(LEAST_SIZE, count, imageSize));
    }
  }

  /**
   * The answer of one picture, in hundredths of a degree, as the answer sheet states it.
   *
   * @param index which picture, from 0
   * @return by how much it is turned
   */
  public Angle answer(int index) {
    return new Angle(new CounterRandom(seed, index, 1).below(36_000) / 100.0);
  }

  /**
   * One picture, turned by its {@link #answer}: a pure function of this record and the index.
   *
   * @param index which picture, from 0
   * @return of {@code imageSize} × {@code imageSize}
   */
  public GrayImage picture(int index) {
    GrayImage upright = Scenes.draw(seed, index, (int) Math.ceil(2 * Math.sqrt(2) * imageSize));
    var random = new CounterRandom(seed, index, 2);
    GrayImage turned =
        Rotation.crop(upright, answer(index), random.uniform(1, MOST_ZOOM), imageSize);
    float noise = (float) random.uniform(0, MOST_NOISE);
    float[] pixels = turned.pixels();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = Math.clamp(pixels[i] + noise * (float) random.gaussian(), 0f, 1f);
    }
    return turned;
  }

  /**
   * Writes {@code images/00000.png} … (8-bit grey) and, last and in one step, {@code
   * answersheet.json} into a folder, on all cores.
   *
   * @param folder made if it is not there
   * @param overwrite whether the folder may hold something already; files of the same names are
   *     then replaced and all others are left alone
   * @param progress told the number of pictures that are written, after each, one call at a time
   * @throws DataException if the folder is not empty and {@code overwrite} is false, or if it
   *     cannot be written
   */
  public void write(Path folder, boolean overwrite, IntConsumer progress) {
    Path sheet = folder.resolve(AnswerSheet.FILE_NAME);
    try {
      Files.createDirectories(folder);
      if (!overwrite && !isEmpty(folder)) {
        throw new DataException(
            "Folder %s is not empty: choose another, or replace its pictures with --overwrite."
                .formatted(folder));
      }
      Files.deleteIfExists(sheet); // an old sheet must not speak for new pictures
      Files.createDirectories(folder.resolve(IMAGES));
      var done = new AtomicInteger();
      IntStream.range(0, count)
          .parallel()
          .forEach(
              index -> {
                writePicture(folder, index);
                synchronized (done) {
                  progress.accept(done.incrementAndGet());
                }
              });
      Map<String, Angle> answers = new LinkedHashMap<>();
      for (int index = 0; index < count; index++) {
        answers.put(name(index), answer(index));
      }
      new AnswerSheet(answers).write(sheet);
    } catch (IOException | UncheckedIOException e) {
      throw new DataException(
          "Folder %s cannot be written: %s.".formatted(folder, FileFault.reason(e)), e);
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.findAny().isEmpty();
    }
  }

  private static String name(int index) {
    return String.format(Locale.ROOT, "%s/%05d.png", IMAGES, index);
  }

  private void writePicture(Path folder, int index) {
    try {
      ImageIO.write(picture(index).toBufferedImage(), "png", folder.resolve(name(index)).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
