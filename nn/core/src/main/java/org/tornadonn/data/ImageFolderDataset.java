package org.tornadonn.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Pictures in one folder for each class, as in torchvision's {@code ImageFolder}: {@code
 * data/cat/1.png}, {@code data/dog/2.jpg}. Inputs are values in [0, 1], one plane or three.
 * Symbolic links are followed, hidden files and folders passed over; other files that are no
 * pictures by their names (png, jpg, jpeg, gif, bmp, tif, tiff, webp and others) are told by {@link
 * #leftOut}.
 *
 * <p>Classes and pictures come in the order of their names. Pictures are read when they are first
 * asked for, through {@link PictureReader#readInput}, and rounded to 8 bits; up to {@value
 * AnswerSheetDataset#CACHED_BYTES} bytes of them are kept. Any number of threads may read.
 *
 * @see <a
 *     href="https://docs.pytorch.org/vision/stable/generated/torchvision.datasets.ImageFolder.html">ImageFolder</a>
 */
public final class ImageFolderDataset implements LabelledDataset {

  private final List<String> classes;
  private final List<Labelled> pictures;
  private final int channels;
  private final int imageSize;
  private final PictureCache cache;
  private final FileSums sums;
  private final LeftOut leftOut;
  private final String advice;

  /**
   * A picture of a class.
   *
   * @param at where the cache keeps it
   */
  private record Labelled(Path file, int label, int at) {}

  private ImageFolderDataset(
      List<String> classes,
      List<Labelled> pictures,
      int channels,
      int imageSize,
      PictureCache cache,
      LeftOut leftOut,
      String advice) {
    this.classes = classes;
    this.pictures = pictures;
    this.channels = channels;
    this.imageSize = imageSize;
    this.cache = cache;
    this.sums = new FileSums(pictures.stream().map(Labelled::file).toList());
    this.leftOut = leftOut;
    this.advice = advice;
  }

  /**
   * Opens a folder of class folders; its classes are all of them.
   *
   * @param folder holds one folder for each class
   * @param channels 1 for grey, 3 for red, green and blue
   * @param imageSize rows and columns of the model's input
   * @return the set; its pictures are read when they are asked for
   * @throws DataException if there is no such folder, it cannot be read, it has fewer than two
   *     class folders, or one of them has no pictures, or a link that leads back
   */
  public static ImageFolderDataset open(Path folder, int channels, int imageSize) {
    List<String> classes = classesOf(folder);
    if (classes.size() < 2) {
      throw new DataException(
          "%s holds %s, but at least two classes are needed: one folder for each, with its pictures"
              .formatted(
                  folder,
                  classes.isEmpty()
                      ? "no folders"
                      : "only the folder '%s'".formatted(classes.getFirst())));
    }
    return open(folder, classes, classes, channels, imageSize);
  }

  /**
   * Opens a folder of class folders for a model whose classes are known. It need not hold all of
   * them.
   *
   * @param folder holds one folder for each class
   * @param channels 1 for grey, 3 for red, green and blue
   * @param imageSize rows and columns of the model's input
   * @param classes the model's
   * @return the set; its pictures are read when they are asked for
   * @throws DataException as above, or if a folder has the name of no class
   */
  public static ImageFolderDataset open(
      Path folder, int channels, int imageSize, List<String> classes) {
    List<String> present = classesOf(folder);
    if (present.isEmpty()) {
      throw new DataException(
          "%s holds no folders: one is needed for each class, with its pictures".formatted(folder));
    }
    return open(folder, present, List.copyOf(classes), channels, imageSize);
  }

  private static ImageFolderDataset open(
      Path folder, List<String> present, List<String> classes, int channels, int imageSize) {
    if (imageSize < 1 || (channels != 1 && channels != 3)) {
      throw new IllegalArgumentException(
          "Pictures have 1 or 3 channels and at least one pixel, not %d channels of %d pixels"
              .formatted(channels, imageSize));
    }
    List<Labelled> pictures = new ArrayList<>();
    List<Path> others = new ArrayList<>();
    for (String name : present) {
      int label = ClassNames.index(classes, name, folder.resolve(name).toString());
      var files = PictureFiles.below(folder.resolve(name));
      for (Path file : files.pictures()) {
        pictures.add(new Labelled(file, label, pictures.size()));
      }
      others.addAll(files.others().files());
    }
    var cache = new PictureCache(pictures.size(), AnswerSheetDataset.CACHED_BYTES);
    return new ImageFolderDataset(
        classes, List.copyOf(pictures), channels, imageSize, cache, new LeftOut(others), "");
  }

  /**
   * The names of a folder's folders in their order, links to folders among them, hidden ones left
   * out.
   *
   * @param folder where to look
   * @return the names of the classes; none if there are no folders
   */
  public static List<String> classesOf(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new DataException("There is no folder %s".formatted(folder));
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return inside
          .filter(path -> Files.isDirectory(path) && !PictureFiles.isHidden(path))
          .map(path -> path.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw PictureFiles.unreadable(folder, e);
    } catch (UncheckedIOException e) {
      throw PictureFiles.unreadable(folder, Objects.requireNonNull(e.getCause()));
    }
  }

  /**
   * The set without the pictures that cannot be read: the same as if they were not there. Reads
   * every picture once, and keeps those that fit.
   *
   * @param workers threads that read, at least 1
   * @param broken told of each picture that is left out, in order
   * @return a set of the other pictures
   * @throws DataException if no picture of a class is left
   */
  public ImageFolderDataset withoutBroken(int workers, Consumer<DataException> broken) {
    List<Labelled> readable = new ArrayList<>();
    try (var readers =
        Executors.newFixedThreadPool(
            workers, Thread.ofPlatform().daemon().name("tornadonn-check-", 0).factory())) {
      List<Callable<@Nullable DataException>> checks = new ArrayList<>();
      for (int i = 0; i < size(); i++) {
        int index = i;
        checks.add(() -> check(index));
      }
      List<Future<@Nullable DataException>> results = readers.invokeAll(checks);
      for (int i = 0; i < size(); i++) {
        DataException error = results.get(i).get();
        if (error == null) {
          readable.add(pictures.get(i));
        } else {
          broken.accept(error);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DataException("Interrupted while pictures were checked", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("A worker failed", e);
    }
    if (readable.size() == size()) {
      return this;
    }
    var left = readable.stream().map(Labelled::label).collect(Collectors.toSet());
    for (Labelled picture : pictures) {
      if (!left.contains(picture.label)) {
        throw new DataException(
            "No picture of class '%s' can be read".formatted(classes.get(picture.label)));
      }
    }
    return new ImageFolderDataset(
        classes, List.copyOf(readable), channels, imageSize, cache, leftOut, advice);
  }

  /**
   * The same set, whose errors end with an advice.
   *
   * @param advice what to do about pictures that cannot be read, in sentences
   * @return a set of the same pictures
   */
  public ImageFolderDataset advising(String advice) {
    return new ImageFolderDataset(classes, pictures, channels, imageSize, cache, leftOut, advice);
  }

  /**
   * The files in class folders that are no pictures by their names.
   *
   * @return none of them hidden; tell a user of them, for a class may lack what he thinks is in it
   */
  public LeftOut leftOut() {
    return leftOut;
  }

  private @Nullable DataException check(int index) {
    try {
      pixels(index);
      return null;
    } catch (DataException e) {
      return e;
    }
  }

  private float[] pixels(int index) {
    return cache.get(
        pictures.get(index).at,
        () -> PictureReader.readInput(pictures.get(index).file, channels, imageSize));
  }

  @Override
  public int size() {
    return pictures.size();
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  @Override
  public int label(int index) {
    return pictures.get(index).label;
  }

  @Override
  public String name(int index) {
    return pictures.get(index).file.toString();
  }

  @Override
  public List<Integer> inputShape() {
    return List.of(channels, imageSize, imageSize);
  }

  @Override
  public void read(int index, int epoch, float[] x, int xAt, float[] y, int yAt) {
    float[] pixels;
    try {
      pixels = pixels(index);
    } catch (DataException e) {
      throw advice.isEmpty() ? e : new DataException(e.getMessage() + ". " + advice, e);
    }
    System.arraycopy(pixels, 0, x, xAt, pixels.length);
    y[yAt] = label(index);
  }

  @Override
  public Fingerprint fingerprint() {
    return sums.fingerprint()
        .with(
            Fingerprint.LABELS,
            new Sum().add(pictures.stream().mapToInt(Labelled::label).toArray()))
        .with(Fingerprint.CLASSES, new Sum().add(classes));
  }

  @Override
  public DatasetSource source() {
    var names = classes;
    var paths = pictures.stream().map(it -> it.file.toAbsolutePath().toString()).toList();
    var labels = pictures.stream().map(Labelled::label).toList();
    int planes = channels;
    int side = imageSize;
    return () -> {
      List<Labelled> known = new ArrayList<>();
      for (int i = 0; i < paths.size(); i++) {
        known.add(new Labelled(Path.of(paths.get(i)), labels.get(i), i));
      }
      var cache = new PictureCache(known.size(), AnswerSheetDataset.CACHED_BYTES);
      return new ImageFolderDataset(names, known, planes, side, cache, new LeftOut(List.of()), "");
    };
  }
}
