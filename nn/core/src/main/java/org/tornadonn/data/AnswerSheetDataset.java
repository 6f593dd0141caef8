package org.tornadonn.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tornadonn.heap.Heap;

/**
 * The pictures of an answer sheet as a model reads them: inputs of size² grey values in [0, 1],
 * targets (sin, cos) of the answer.
 *
 * <p>Pictures are read when they are first asked for, through {@link GrayImage#toModelInput}, and
 * rounded to 8 bits, which changes nothing for a stored 8-bit picture of the model's size. Up to
 * {@value #CACHED_BYTES} bytes of them are kept, one byte a pixel. Any number of threads may read.
 */
public final class AnswerSheetDataset implements Dataset {

  /** The most memory that kept pictures take: 256 MiB. */
  public static final long CACHED_BYTES = 256L << 20;

  private final List<Path> files;
  private final List<Angle> answers;
  private final int imageSize;
  private final PictureCache cache;
  private final FileSums sums;

  private AnswerSheetDataset(List<Path> files, List<Angle> answers, int imageSize) {
    this.files = files;
    this.answers = answers;
    this.imageSize = imageSize;
    this.cache = new PictureCache(files.size(), CACHED_BYTES);
    this.sums = new FileSums(files);
  }

  /**
   * Opens an answer sheet.
   *
   * @param sheetOrFolder the JSON file, or the folder that holds {@code answersheet.json}
   * @param imageSize the side of the model's input in pixels
   * @return the set; its pictures are read when they are asked for
   * @throws DataException if the sheet is missing or wrong, or names pictures that are not there
   */
  public static AnswerSheetDataset open(Path sheetOrFolder, int imageSize) {
    if (imageSize < 1 || (long) imageSize * imageSize > Heap.LONGEST) {
      throw new IllegalArgumentException(
          "An image size is at least 1, and its square fits into an array: not " + imageSize);
    }
    Path file =
        Files.isDirectory(sheetOrFolder)
            ? sheetOrFolder.resolve(AnswerSheet.FILE_NAME)
            : sheetOrFolder;
    AnswerSheet sheet = AnswerSheet.read(file);
    List<Path> files = sheet.answers().keySet().stream().map(file::resolveSibling).toList();
    return new AnswerSheetDataset(files, List.copyOf(sheet.answers().values()), imageSize);
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
   * @return the picture
   */
  public Path file(int index) {
    return files.get(index);
  }

  /**
   * The answer of one sample.
   *
   * @param index which sample, from 0
   * @return what the sheet says
   */
  public Angle answer(int index) {
    return answers.get(index);
  }

  @Override
  public void read(int index, int epoch, float[] x, int xAt, float[] y, int yAt) {
    float[] pixels =
        cache.get(index, () -> PictureReader.readInput(files.get(index), 1, imageSize));
    System.arraycopy(pixels, 0, x, xAt, pixels.length);
    y[yAt] = (float) answers.get(index).sin();
    y[yAt + 1] = (float) answers.get(index).cos();
  }

  @Override
  public Fingerprint fingerprint() {
    var degrees = answers.stream().mapToLong(it -> Double.doubleToLongBits(it.degrees()));
    return sums.fingerprint().with("answers", new Sum().add(degrees.toArray()));
  }

  @Override
  public DatasetSource source() {
    var paths = files.stream().map(file -> file.toAbsolutePath().toString()).toList();
    var degrees = answers.stream().map(Angle::degrees).toList();
    int side = imageSize;
    return () ->
        new AnswerSheetDataset(
            paths.stream().map(Path::of).toList(), degrees.stream().map(Angle::new).toList(), side);
  }
}
