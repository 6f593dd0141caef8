package org.tornadonn.store;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.StateException;
import org.tornadonn.layer.Tensor;

/**
 * What was read of a file, and how it stood there.
 *
 * @param types of the tensors of the content, by name
 */
record StoredTensors(Safetensors content, Map<String, DataType> types) {

  /** What weights usually come in. */
  private static final Set<DataType> USUAL = EnumSet.of(DataType.F32, DataType.F16, DataType.BF16);

  /**
   * The tensors by a model's names; one that the model has not is left out if it can be no weight
   * of a larger model: if it stands in an unusual type that none of this model's tensors has.
   *
   * @throws StateException if the model needs a tensor that was not read
   */
  Map<String, Tensor> of(Model model) {
    var names = StateNames.of(model).names();
    var tensors = content.of(model);
    if (!tensors.keySet().containsAll(names)) {
      return tensors;
    }
    var plain = content.names(model);
    var kinds = EnumSet.copyOf(USUAL);
    types.forEach(
        (name, type) -> {
          if (names.contains(plain.get(name))) {
            kinds.add(type);
          }
        });
    var weights = new LinkedHashMap<>(tensors);
    types.forEach(
        (name, type) -> {
          if (!kinds.contains(type)) {
            weights.remove(plain.get(name));
          }
        });
    return weights;
  }
}
