package org.tornadonn.store.onnx;

import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;
import java.util.stream.Collectors;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.store.ModelFileException;

/** Gives sizes to the axes of a model's input that its file leaves open. */
@FunctionalInterface
interface OpenInput {

  /**
   * The size of an axis.
   *
   * @param axis of a sample, from 0
   * @param rank of a sample
   * @param fixed what the file says; 0 if it says nothing
   * @return 0 if it cannot be said
   */
  int size(int axis, int rank, int fixed);

  /** Takes only what the file says. */
  static OpenInput closed() {
    return (axis, rank, fixed) -> fixed;
  }

  /** How many samples the file wants to be given at a time; 0 if it leaves that open. */
  static long samples(ValueInfoProto input) {
    var dims = input.getType().getTensorType().getShape().getDimList();
    return dims.isEmpty() ? 0 : Math.max(0, dims.getFirst().getDimValue());
  }

  /** The shape of one sample. */
  default Shape shape(Source source, ValueInfoProto input) {
    var dims = input.getType().getTensorType().getShape().getDimList();
    if (dims.size() < 2 || dims.size() > 6) {
      throw source.unsupported(
          "has an input %s: the first axis has to count samples, and 1 to 5 others to follow"
              .formatted(text(dims)));
    }
    int[] sizes = new int[dims.size() - 1];
    for (int i = 0; i < sizes.length; i++) {
      var dim = dims.get(i + 1);
      long fixed = dim.getDimValue();
      if (fixed < 0 || fixed > Integer.MAX_VALUE) {
        throw source.damaged("has an input of the impossible shape " + text(dims));
      }
      sizes[i] = size(i, sizes.length, (int) fixed);
      if (sizes[i] < 1) {
        throw new ModelFileException(
            source.file(),
            "leaves sizes of its input open: " + text(dims),
            "Say them: OnnxFile.read(file, Shape.of(…)), or --image-size");
      }
      if (fixed > 0 && fixed != sizes[i]) {
        throw new ModelFileException(
            source.file(),
            "takes inputs %s, not %d on axis %d".formatted(text(dims), sizes[i], i + 1),
            "Give it what it takes");
      }
    }
    try {
      return Shape.of(sizes);
    } catch (ShapeException e) {
      throw source.unsupported(
          "has an input %s, which is more than one array can hold".formatted(text(dims)));
    }
  }

  private static String text(List<Dimension> dims) {
    return dims.stream()
        .limit(8)
        .map(
            dim ->
                dim.hasDimParam()
                    ? dim.getDimParam()
                    : dim.hasDimValue() ? String.valueOf(dim.getDimValue()) : "?")
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
