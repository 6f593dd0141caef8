package org.tornadonn.store;

import java.nio.file.Path;
import java.util.Arrays;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/** Checks what a header says about one tensor against itself. */
record EntryCheck(Path file, String name) {

  /** More axes than any layer has. */
  private static final int MAX_RANK = 16;

  private static final String DAMAGED = "Copy or download it again";

  /**
   * The entry, if its type is known and its length is that of its shape.
   *
   * @throws ModelFileException if not
   */
  TensorEntry check(HeaderEntry entry) {
    var type = type(entry.dtype());
    var shape = shape(entry.shape());
    var offsets = entry.dataOffsets();
    if (offsets.length != 2 || offsets[0] < 0 || offsets[1] < offsets[0]) {
      throw wrong("lies at bytes " + brief(offsets) + ", which is no range", DAMAGED);
    }
    long bytes = (long) shape.size() * type.bytes();
    if (offsets[1] - offsets[0] != bytes) {
      throw wrong(
          "has shape %s in %s, which is %d bytes, but takes %d"
              .formatted(shape, type, bytes, offsets[1] - offsets[0]),
          DAMAGED);
    }
    return new TensorEntry(name, type, shape, offsets[0], offsets[1]);
  }

  private DataType type(String name) {
    for (var type : DataType.values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    throw wrong(
        "is stored as %s, but only F32, F16, BF16 and I64 are read"
            .formatted(SafetensorsHeader.brief(name)),
        "Convert it in Python with tensor.float(), or leave it out, and save the file again");
  }

  private Shape shape(long[] sizes) {
    if (sizes.length > MAX_RANK) {
      throw wrong("has %d axes; at most %d are read".formatted(sizes.length, MAX_RANK), DAMAGED);
    }
    int[] dims = new int[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] == 0) {
        throw wrong(
            "has shape %s and so no elements".formatted(brief(sizes)),
            "Leave it out and save the file again");
      }
      if (sizes[i] < 0 || sizes[i] > Integer.MAX_VALUE) {
        throw wrong("has the impossible shape " + brief(sizes), DAMAGED);
      }
      dims[i] = (int) sizes[i];
    }
    try {
      return Shape.of(dims);
    } catch (ShapeException e) {
      throw wrong(
          "has shape %s, which is more than one array can hold".formatted(brief(sizes)),
          "Split it before saving");
    }
  }

  private static String brief(long[] numbers) {
    return SafetensorsHeader.brief(
        Arrays.toString(Arrays.copyOf(numbers, Math.min(numbers.length, MAX_RANK))));
  }

  private ModelFileException wrong(String problem, String remedy) {
    return new ModelFileException(
        file,
        "is not usable: tensor '%s' %s".formatted(SafetensorsHeader.brief(name), problem),
        remedy);
  }
}
