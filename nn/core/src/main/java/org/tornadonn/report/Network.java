package org.tornadonn.report;

import java.util.Arrays;
import java.util.List;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Summary;
import org.tornadonn.plan.Shape;

/**
 * The model that was trained.
 *
 * @param input the shape of one sample
 * @param layers its operations in order
 * @param parameters the number of parameters
 * @param trainable how many of them are trained
 * @param flops floating-point operations of one prediction, a multiply-add counted as two
 * @param predictionBytes memory for one prediction, parameters included
 * @param trainingBytes memory for a training step on the device of the run, all in all
 */
public record Network(
    List<Integer> input,
    List<Layer> layers,
    int parameters,
    int trainable,
    long flops,
    long predictionBytes,
    long trainingBytes) {

  /**
   * One operation.
   *
   * @param name the layer: {@code conv.0}
   * @param operation the operation: {@code conv2d}
   * @param output the shape of its result for one sample
   * @param parameters the number of parameters
   * @param flops floating-point operations for one sample
   */
  public record Layer(
      String name, String operation, List<Integer> output, int parameters, long flops) {}

  public Network {
    input = List.copyOf(input);
    layers = List.copyOf(layers);
  }

  /**
   * Describes a model.
   *
   * @param trainingBytes what {@link org.tornadonn.train.Trainer#bytes} says
   */
  public static Network of(Model model, long trainingBytes) {
    var summary = Summary.of(model);
    return new Network(
        sizes(model.input()),
        summary.layers().stream()
            .map(
                row ->
                    new Layer(
                        row.name(),
                        row.operation(),
                        sizes(row.output()),
                        row.parameters(),
                        row.flops()))
            .toList(),
        summary.parameters(),
        summary.trainable(),
        summary.flops(),
        summary.inferenceBytes(),
        trainingBytes);
  }

  private static List<Integer> sizes(Shape shape) {
    return Arrays.stream(shape.toArray()).boxed().toList();
  }
}
