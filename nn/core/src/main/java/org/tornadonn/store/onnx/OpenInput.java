package org.tornadonn.store.onnx;

import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;
import java.util.Map;
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
   * @param input what the file calls it
   * @param axis of a sample, from 0; −1 counts the samples
   * @param rank of a sample
   * @param fixed what the file says; 0 if it says nothing
   * @return 0 if it cannot be said
   */
  int size(String input, int axis, int rank, int fixed);

  /** Takes only what the file says. */
  static OpenInput closed() {
    return (input, axis, rank, fixed) -> fixed;
  }

  /** Takes from tensors what the file leaves open. */
  static OpenInput of(Map<String, Shape> tensors) {
    return (input, axis, rank, fixed) -> {
      // The only one may be called anything.
      var shape = tensors.size() == 1 ? tensors.values().iterator().next() : tensors.get(input);
      return fixed == 0 && shape != null && shape.rank() == rank + 1 ? shape.dim(axis + 1) : fixed;
    };
  }

  /** How many samples the file wants to be given at a time; 0 if it leaves that open. */
  static long samples(ValueInfoProto input) {
    var dims = input.getType().getTensorType().getShape().getDimList();
    return dims.isEmpty() ? 0 : Math.max(0, dims.getFirst().getDimValue());
  }

  /** The shape of one sample. */
  default Shape shape(Source source, ValueInfoProto input) {
    var dims = input.getType().getTensorType().getShape().getDimList();
    if (dims.isEmpty() || dims.size() > 6) {
      throw source.unsupported(
          "has an input %s: the first axis has to count samples, and up to 5 others to follow"
              .formatted(text(dims)));
    }
    return shape(source, input, 1);
  }

  /** The shape of all that goes in, where no axis counts samples. */
  default Shape whole(Source source, ValueInfoProto input) {
    return shape(source, input, 0);
  }

  private Shape shape(Source source, ValueInfoProto input, int first) {
    var dims = input.getType().getTensorType().getShape().getDimList();
    int[] sizes = new int[dims.size() - first];
    for (int i = 0; i < sizes.length; i++) {
      var dim = dims.get(i + first);
      long fixed = dim.getDimValue();
      if (fixed < 0 || fixed > Integer.MAX_VALUE) {
        throw source.damaged("has an input of the impossible shape " + text(dims));
      }
      sizes[i] = size(input.getName(), i + first - 1, dims.size() - 1, (int) fixed);
      if (sizes[i] < 1) {
        throw new ModelFileException(
            source.file(),
            "leaves sizes of its input '%s' open: %s".formatted(input.getName(), text(dims)),
            "Say them: OnnxFile.read(file, Map.of(\"%s\", Shape.of(…))), or --image-size"
                .formatted(input.getName()));
      }
      if (fixed > 0 && fixed != sizes[i]) {
        throw new ModelFileException(
            source.file(),
            "takes inputs %s, not %d on axis %d".formatted(text(dims), sizes[i], i + first),
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
