package org.tornadonn.data;

import java.nio.file.Path;
import java.util.List;

/**
 * The grey pictures of an IDX file, kept in memory, one byte a pixel. Any number of threads may
 * read.
 */
public final class IdxImages {

  private final Path file;
  private final IdxFile content;

  private IdxImages(Path file, IdxFile content) {
    this.file = file;
    this.content = content;
  }

  /**
   * Opens a file of (count, rows, columns) unsigned bytes, packed if its name ends in {@code .gz}.
   *
   * @param file as MNIST's
   * @return its pictures, all in memory
   * @throws DataException if there is none, or it is wrong; the message says what
   */
  public static IdxImages open(Path file) {
    return new IdxImages(file, IdxFile.read(file, IdxFile.Type.UNSIGNED_BYTE, 3, "images"));
  }

  /**
   * The number of pictures.
   *
   * @return at least 1
   */
  public int size() {
    return content.dimensions().getFirst();
  }

  /**
   * The shape of a picture: (1, rows, columns).
   *
   * @return three numbers
   */
  public List<Integer> shape() {
    return List.of(1, content.dimensions().get(1), content.dimensions().get(2));
  }

  /**
   * The file, and the place of a picture in it, counted from 0.
   *
   * @param index which picture, from 0
   * @return a name for messages and reports
   */
  public String name(int index) {
    return "%s#%s".formatted(file, index);
  }

  /**
   * Writes a picture, values in [0, 1], from {@code at} on.
   *
   * @param index which picture, from 0
   * @param x receives rows × columns values, row by row
   * @param at where they begin
   */
  public void read(int index, float[] x, int at) {
    int length = content.dimensions().get(1) * content.dimensions().get(2);
    for (int i = 0; i < length; i++) {
      x[at + i] = (content.values()[index * length + i] & 255) / 255f;
    }
  }

  /** A check sum of all pixels. */
  Sum sum() {
    return new Sum().add(content.values());
  }
}
