package org.tornadonn.store.onnx;

import java.util.Map;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Tensor;
import org.tornadonn.store.ModelFile;

/**
 * A model of an ONNX file, made for certain tensors.
 *
 * @param content the model with its description
 * @param fixed inputs of the file that decide sizes or branches, and the numbers for which they
 *     were decided: the model does not take these
 */
public record FittedModel(ModelFile content, Map<String, Tensor> fixed) {

  /** Keeps what it is given. */
  public FittedModel {
    fixed = Map.copyOf(fixed);
  }

  /** {@return the model} */
  public Model model() {
    return content.model();
  }
}
