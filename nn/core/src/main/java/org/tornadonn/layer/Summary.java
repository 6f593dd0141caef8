package org.tornadonn.layer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.MemoryPlan;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * What a model is made of.
 *
 * @param layers its operations in order
 * @param parameters the number of parameters
 * @param trainable the number of parameters that are trained
 * @param flops floating-point operations of one prediction, a multiply-add counted as two
 * @param inferenceBytes memory for one prediction, parameters included
 */
public record Summary(
    List<Row> layers, int parameters, int trainable, long flops, long inferenceBytes) {

  /**
   * One operation.
   *
   * @param name the layer: {@code conv.0}
   * @param operation the operation: {@code conv2d}
   * @param output the shape of its result for one sample
   * @param parameters the number of parameters of the layer; 0 where an earlier row has counted
   *     them
   * @param flops floating-point operations for one sample
   */
  public record Row(String name, String operation, Shape output, int parameters, long flops) {}

  /**
   * {@return the summary of a model}
   *
   * @param model of which nothing runs
   */
  public static Summary of(Model model) {
    var recorded = model.record(1);
    var plan =
        Lowering.inference(recorded.graph(), recorded.outputs().list().toArray(Value[]::new))
            .plan();
    var sizes = new LinkedHashMap<String, Integer>();
    int trainable = 0;
    for (var parameter : model.parameters()) {
      int dot = parameter.name().lastIndexOf('.');
      sizes.merge(
          parameter.name().substring(0, Math.max(dot, 0)), parameter.shape().size(), Integer::sum);
      trainable += model.isTrainable(parameter) ? parameter.shape().size() : 0;
    }
    var rows = new ArrayList<Row>();
    var flops =
        plan.calls().stream()
            .collect(
                Collectors.groupingBy(
                    call -> List.of(call.path(), call.operation()),
                    Collectors.summingLong(KernelCall::flops)));
    for (var node : recorded.graph().nodes()) {
      var own = sizes.remove(node.path());
      var operation = node.operation().name();
      rows.add(
          new Row(
              node.path(),
              operation,
              model.inputs().batched() ? sample(node.output().shape()) : node.output().shape(),
              own == null ? 0 : own,
              flops.getOrDefault(List.of(node.path(), operation), 0L)));
    }
    return new Summary(
        rows, model.values().length, trainable, plan.flops(), new MemoryPlan(plan).bytes());
  }

  /** Of a value that has no row for each sample, such as a sum over all of them, the whole. */
  private static Shape sample(Shape shape) {
    return shape.rank() > 0 && shape.dim(0) == 1 ? shape.sample() : shape;
  }

  /** A table of the layers, and the sums. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    line(text, "layer", "operation", "output", "parameters", "FLOP");
    for (var row : layers) {
      line(
          text,
          row.name(),
          row.operation(),
          row.output().toString(),
          row.parameters() == 0 ? "" : String.format(Locale.ROOT, "%,d", row.parameters()),
          String.format(Locale.ROOT, "%,d", row.flops()));
    }
    return text.append(
            String.format(
                Locale.ROOT,
                "%,d parameters, %,d of them trained; %,d FLOP and %,d bytes for one prediction",
                parameters,
                trainable,
                flops,
                inferenceBytes))
        .toString();
  }

  private static void line(
      StringBuilder text,
      String layer,
      String operation,
      String output,
      String parameters,
      String flops) {
    text.append(
        String.format(
            Locale.ROOT,
            "%-20s %-20s %-18s %12s %16s%n",
            layer,
            operation,
            output,
            parameters,
            flops));
  }
}
