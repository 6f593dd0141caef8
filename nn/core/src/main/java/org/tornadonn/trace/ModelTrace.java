package org.tornadonn.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tornadonn.data.Angle;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.StateException;
import org.tornadonn.layer.Tensor;
import org.tornadonn.op.linear.Linear;
import org.tornadonn.train.Activation;

/**
 * The trace of a model that is there already, for one sample.
 *
 * @param name of the model: its file
 * @param orientation whether its output is the sine and cosine of a rotation
 * @param sample what is fed into it: a file
 * @param x the sample's numbers
 */
public record ModelTrace(String name, Model model, boolean orientation, String sample, float[] x) {

  /**
   * Runs the sample through the model.
   *
   * @param neuron the unit to walk through; null for the first of the last linear layer
   * @throws StateException if the model applies no operation
   * @throws org.tornadonn.exec.ExecutionException if the device cannot run the model
   */
  public Trace run(Device device, @Nullable UnitName neuron) {
    var run = Activation.of(model, x, 1, device);
    if (run.isEmpty()) {
      throw new StateException(
          "Model %s applies no operation: there is nothing to trace.".formatted(name));
    }
    var stages = new ArrayList<Stage>();
    var input = new Tensor(model.input().batch(1), x);
    stages.add(Stage.input(input, "the numbers of " + sample));
    var layers = Stage.of(run);
    stages.addAll(layers);
    var maps = new LinkedHashMap<String, List<String>>();
    maps.put("input", FeatureMap.of(input));
    for (int i = 0; i < layers.size(); i++) {
      maps.put(layers.get(i).name(), FeatureMap.of(run.get(i).output()));
    }
    maps.values().removeIf(List::isEmpty);
    var output = run.getLast().output();
    var prediction =
        new Prediction(
            sample,
            stages,
            Stage.numbers(output),
            null,
            null,
            null,
            orientation
                ? Angle.fromSinCos(output.values()[0], output.values()[1]).degrees()
                : null);
    var walked = walked(run, neuron);
    return new Trace(
        name,
        device.name(),
        stages,
        null,
        List.of(),
        prediction,
        walked,
        Quiz.of(prediction, null, List.of(), walked),
        maps);
  }

  private static @Nullable Neuron walked(List<Activation> run, @Nullable UnitName neuron) {
    if (neuron != null) {
      return Neuron.of(run, neuron);
    }
    return run.reversed().stream()
        .filter(activation -> activation.operation() instanceof Linear)
        .findFirst()
        .map(last -> Neuron.of(run, new UnitName(last.layer(), 0)))
        .orElse(null);
  }
}
