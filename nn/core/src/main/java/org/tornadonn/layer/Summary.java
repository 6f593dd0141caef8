package org.tornadonn.layer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.MemoryPlan;
import org.tornadonn.plan.Node;
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
   * @param flops floating-point operations for one sample, of all rows of the same layer and
   *     operation; 0 where an earlier row has counted them
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
    var nodes = recorded.graph().nodes();
    var paths = nodes.stream().map(Node::path).collect(Collectors.toSet());
    var sizes = new LinkedHashMap<String, Integer>();
    int trainable = 0;
    for (var parameter : model.parameters()) {
      sizes.merge(counted(parameter.name(), paths), parameter.shape().size(), Integer::sum);
      trainable += model.isTrainable(parameter) ? parameter.shape().size() : 0;
    }
    var rows = new ArrayList<Row>();
    var flops =
        plan.calls().stream()
            .collect(
                Collectors.groupingBy(
                    call -> List.of(call.path(), call.operation()),
                    Collectors.summingLong(KernelCall::flops)));
    for (var node : nodes) {
      var own = sizes.remove(node.path());
      var operation = node.operation().name();
      var counted = flops.remove(List.of(node.path(), operation));
      rows.add(
          new Row(
              node.path(),
              operation,
              model.inputs().batched() ? sample(node.output().shape()) : node.output().shape(),
              own == null ? 0 : own,
              counted == null ? 0 : counted));
    }
    return new Summary(
        rows, model.values().length, trainable, plan.flops(), new MemoryPlan(plan).bytes());
  }

  /** Of the layers that a parameter is in, the innermost one that has an operation. */
  private static String counted(String parameter, Set<String> paths) {
    var path = outer(parameter);
    while (!path.isEmpty() && !paths.contains(path)) {
      path = outer(path);
    }
    return path;
  }

  private static String outer(String name) {
    return name.substring(0, Math.max(name.lastIndexOf('.'), 0));
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
