package org.tornadonn.store;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.tornadonn.heap.Heap;
import org.tornadonn.plan.Shape;

/** Checks what a header says about one tensor against itself. */
record EntryCheck(Path file, String name) {

  /** More axes than any layer has. */
  private static final int MAX_RANK = 16;

  private static final String DAMAGED = "Copy or download it again";

  /**
   * The entry, if its length is that of its shape; of a type that is not known, that is not known
   * either.
   *
   * @throws ModelFileException if not
   */
  TensorEntry check(HeaderEntry entry) {
    long[] sizes = entry.shape();
    if (sizes.length > MAX_RANK) {
      throw wrong("has %d axes; at most %d are read".formatted(sizes.length, MAX_RANK));
    }
    if (LongStream.of(sizes).anyMatch(size -> size < 0)) {
      throw wrong("has the impossible shape " + brief(sizes));
    }
    var offsets = entry.dataOffsets();
    if (offsets.length != 2 || offsets[0] < 0 || offsets[1] < offsets[0]) {
      throw wrong("lies at bytes " + brief(offsets) + ", which is no range");
    }
    long begin = offsets[0];
    long end = offsets[1];
    var type = type(entry.dtype());
    if (type == null) {
      var reason =
          "is stored as %s, which is not read: convert it in Python with tensor.float()"
              .formatted(SafetensorsHeader.brief(entry.dtype()));
      return new TensorEntry.Unread(name, reason, begin, end);
    }
    long count = count(sizes);
    boolean fits = (end - begin) % type.bytes() == 0 && (end - begin) / type.bytes() == count;
    if (!fits) {
      throw wrong(
          count < 0 || count > Heap.LONGEST
              ? "has shape %s, which is more than one array can hold".formatted(brief(sizes))
              : "has shape %s in %s, which is %d bytes, but takes %d"
                  .formatted(brief(sizes), type, count * type.bytes(), end - begin));
    }
    if (count == 0) {
      var reason = "has shape %s and so no elements".formatted(brief(sizes));
      return new TensorEntry.Unread(name, reason, begin, end);
    }
    if (count > Heap.LONGEST) {
      var reason =
          "has shape %s, which is more than one array can hold: split it before saving"
              .formatted(brief(sizes));
      return new TensorEntry.Unread(name, reason, begin, end);
    }
    var shape = Shape.of(LongStream.of(sizes).mapToInt(Math::toIntExact).toArray());
    return new TensorEntry.Numbers(name, type, shape, begin, end);
  }

  private static @Nullable DataType type(String name) {
    for (var type : DataType.values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    return null;
  }

  /** The product of sizes; −1 if it is more than a long holds. */
  private static long count(long[] sizes) {
    if (LongStream.of(sizes).anyMatch(size -> size == 0)) {
      return 0;
    }
    long count = 1;
    for (long size : sizes) {
      if (Math.multiplyHigh(count, size) != 0 || count * size < 0) {
        return -1;
      }
      count *= size;
    }
    return count;
  }

  private static String brief(long[] numbers) {
    var shown = Arrays.toString(Arrays.copyOf(numbers, Math.min(numbers.length, MAX_RANK)));
    return SafetensorsHeader.brief(shown.replace('[', '(').replace(']', ')'));
  }

  private ModelFileException wrong(String problem) {
    return new ModelFileException(
        file,
        "is not usable: tensor '%s' %s".formatted(SafetensorsHeader.brief(name), problem),
        DAMAGED);
  }
}
