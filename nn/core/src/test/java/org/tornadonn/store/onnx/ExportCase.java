package org.tornadonn.store.onnx;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Tensor;
import org.tornadonn.plan.Shape;

/** A model that is written, and numbers for its inputs. */
record ExportCase(String name, Model model) {

  /** A layer with an input of a shape. */
  static ExportCase of(String name, Layer layer, int... input) {
    return of(name, new Model(layer, Shape.of(input), 7));
  }

  /** A model whose running states are not those of the beginning. */
  static ExportCase of(String name, Model model) {
    var random = new SplittableRandom(3);
    float[] states = model.stateValues();
    for (int i = 0; i < states.length; i++) {
      states[i] += (float) random.nextDouble(0.1, 0.5);
    }
    model.changed();
    return new ExportCase(name, model);
  }

  /** Numbers between −2 and 2 for so many samples; of an input of ids, whole ones from 0 to 4. */
  Map<String, Tensor> inputs(int samples) {
    var random = new SplittableRandom(5);
    var inputs = new LinkedHashMap<String, Tensor>();
    for (var port : model.inputs().ports()) {
      var shape = model.inputs().batched() ? port.shape().batch(samples) : port.shape();
      float[] values = new float[shape.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            port.name().equals("ids") ? random.nextInt(5) : (float) random.nextDouble(-2, 2);
      }
      inputs.put(port.name(), new Tensor(shape, values));
    }
    return inputs;
  }

  @Override
  public String toString() {
    return name;
  }
}
