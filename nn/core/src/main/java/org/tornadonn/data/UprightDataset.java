package org.tornadonn.data;

import java.nio.file.Path;
import java.util.List;

/**
 * Anybody's upright photos, each turned by an angle that is drawn anew in every epoch: inputs of
 * size² grey values in [0, 1], targets (sin, cos) of the angle.
 *
 * <p>The largest centred square of a photo is shrunk to at most {@code 2 · √2 · size} pixels and
 * rounded to 8 bits; the turned picture is cropped out of its inscribed circle, with a zoom of 1 to
 * 1.2. Up to {@value AnswerSheetDataset#CACHED_BYTES} bytes of shrunk photos are kept; the rest are
 * read from disk each time. Any number of threads may read.
 */
public final class UprightDataset implements Dataset {

  private static final double MOST_ZOOM = 1.2;

  private final List<Path> files;
  private final LeftOut leftOut;
  private final int imageSize;
  private final long seed;
  private final PictureCache cache;
  private final FileSums sums;

  private UprightDataset(List<Path> files, LeftOut leftOut, int imageSize, long seed) {
    this.files = files;
    this.leftOut = leftOut;
    this.imageSize = imageSize;
    this.seed = seed;
    this.cache = new PictureCache(files.size(), AnswerSheetDataset.CACHED_BYTES);
    this.sums = new FileSums(files);
  }

  /**
   * Opens a folder of photos: every file in it and in its subfolders that ends as a picture does
   * (png, jpg, jpeg, gif, bmp, tif, tiff, webp and others), in the order of their paths. Symbolic
   * links are followed, hidden files and folders passed over.
   *
   * @param folder where to look
   * @param imageSize the side of the model's input in pixels
   * @param seed decides angles and zooms
   * @return the set; its pictures are read when they are asked for
   * @throws DataException if there is no such folder, it cannot be read, holds no pictures, or a
   *     link that leads back
   */
  public static UprightDataset open(Path folder, int imageSize, long seed) {
    if (imageSize < 1) {
      throw new IllegalArgumentException("An image size is at least 1, not " + imageSize);
    }
    var files = PictureFiles.below(folder);
    return new UprightDataset(files.pictures(), files.others(), imageSize, seed);
  }

  /**
   * The files in the folder that are no pictures by their names.
   *
   * @return none of them hidden
   */
  public LeftOut leftOut() {
    return leftOut;
  }

  @Override
  public int size() {
    return files.size();
  }

  @Override
  public int inputLength() {
    return imageSize * imageSize;
  }

  @Override
  public int targetLength() {
    return 2;
  }

  @Override
  public String name(int index) {
    return files.get(index).getFileName().toString();
  }

  /**
   * The file of one sample.
   *
   * @param index which sample, from 0
   * @return the photo
   */
  public Path file(int index) {
    return files.get(index);
  }

  @Override
  public void read(int index, int epoch, float[] x, int xAt, float[] y, int yAt) {
    float[] pixels = cache.get(index, () -> shrunk(files.get(index)).pixels());
    int side = (int) Math.sqrt(pixels.length);
    var upright = new GrayImage(side, side, pixels);
    var random = new CounterRandom(seed, epoch, index);
    var angle = new Angle(random.uniform(0, 360));
    GrayImage turned = Rotation.crop(upright, angle, random.uniform(1, MOST_ZOOM), imageSize);
    System.arraycopy(turned.pixels(), 0, x, xAt, inputLength());
    y[yAt] = (float) angle.sin();
    y[yAt + 1] = (float) angle.cos();
  }

  private GrayImage shrunk(Path file) {
    GrayImage photo = PictureReader.readGray(file);
    int side = Math.min(photo.width(), photo.height());
    if (side < 2) {
      throw new DataException(
          "The picture %s has %d×%d pixels: too small to be turned"
              .formatted(file, photo.width(), photo.height()));
    }
    return photo.toModelInput(Math.min(side, (int) Math.ceil(2 * Math.sqrt(2) * imageSize)));
  }

  @Override
  public Fingerprint fingerprint() {
    return sums.fingerprint();
  }

  @Override
  public DatasetSource source() {
    var paths = files.stream().map(file -> file.toAbsolutePath().toString()).toList();
    int side = imageSize;
    long drawn = seed;
    return () ->
        new UprightDataset(
            paths.stream().map(Path::of).toList(), new LeftOut(List.of()), side, drawn);
  }
}
