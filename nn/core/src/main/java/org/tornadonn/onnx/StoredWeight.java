package org.tornadonn.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Optional;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.onnx.tensor.TensorReader;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/** A weight in a graph that is stored with a model: its numbers are the model's. */
final class StoredWeight {

  /** Where ONNX would have the name of another file. */
  private static final String PLACE = "tornado-nn:parameters";

  private StoredWeight() {}

  /** A tensor without its numbers. */
  static TensorProto without(TensorProto tensor) {
    return TensorProto.newBuilder()
        .setName(tensor.getName())
        .setDataType(tensor.getDataType())
        .addAllDims(tensor.getDimsList())
        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
        .addExternalData(StringStringEntryProto.newBuilder().setKey("location").setValue(PLACE))
        .build();
  }

  /** The weight, if the tensor is one. */
  static Optional<Weight> of(TensorProto tensor) {
    boolean stored =
        tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL
            && tensor.getExternalDataCount() == 1
            && tensor.getExternalData(0).getValue().equals(PLACE);
    if (!stored) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Weight(
              tensor.getName(),
              ElementType.of(tensor.getDataType()),
              Shape.of(TensorReader.dims(tensor)),
              null));
    } catch (ShapeException e) {
      throw new Refusal(
          Reason.DAMAGED, "has a weight '%s' without numbers".formatted(tensor.getName()), e);
    }
  }
}
