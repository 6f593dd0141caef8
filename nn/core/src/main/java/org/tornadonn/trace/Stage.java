package org.tornadonn.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import org.tornadonn.layer.Tensor;
import org.tornadonn.op.activation.GELU;
import org.tornadonn.op.activation.LeakyReLU;
import org.tornadonn.op.activation.ReLU;
import org.tornadonn.op.activation.Sigmoid;
import org.tornadonn.op.activation.Softmax;
import org.tornadonn.op.activation.Tanh;
import org.tornadonn.op.arithmetic.Add;
import org.tornadonn.op.arithmetic.Identity;
import org.tornadonn.op.convolution.Conv2d;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.linear.Linear;
import org.tornadonn.op.normalization.BatchNorm2dInference;
import org.tornadonn.op.pooling.AdaptiveAvgPool2d;
import org.tornadonn.op.pooling.AvgPool2d;
import org.tornadonn.op.pooling.MaxPool2d;
import org.tornadonn.op.shape.Flatten;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.Activation;

/**
 * One stage of the way through a model: what comes out of it.
 *
 * @param name the layer, as in {@code state_dict}: {@code fc.0}; a layer with several operations
 *     has one stage for each: {@code fc.0}, {@code fc.0#2}
 * @param layer what it is: {@code Linear(10, 5)}
 * @param does what happens in it, in a few words
 * @param parameters how many numbers it has learned
 * @param input the sizes of what goes in
 * @param shape the sizes of what comes out, samples first
 * @param statistics of all that comes out
 * @param sampleOf where the sample was taken
 * @param sample some rows of what comes out, each cut to ten numbers
 */
public record Stage(
    String name,
    String layer,
    String does,
    int parameters,
    List<Integer> input,
    List<Integer> shape,
    Statistics statistics,
    String sampleOf,
    List<List<Float>> sample) {

  /** What is fed into the model. */
  static Stage input(Tensor x, String does) {
    return of("input", "Input", does, 0, x.shape(), x);
  }

  /** The last stage once more, to say how its numbers are read. */
  static Stage reading(String name, String layer, String does, Tensor y) {
    return of(name, layer, does, 0, y.shape(), y);
  }

  /** One stage for each operation. */
  static List<Stage> of(List<Activation> activations) {
    var uses = new HashMap<String, Integer>();
    var stages = new ArrayList<Stage>();
    for (var activation : activations) {
      var name = activation.layer().isEmpty() ? activation.operation().name() : activation.layer();
      int use = uses.merge(name, 1, Integer::sum);
      stages.add(of(use == 1 ? name : name + "#" + use, activation));
    }
    return stages;
  }

  /** Whether a batch norm has weight and bias. */
  private static boolean isAffine(Activation a) {
    return a.inputs().size() > 3;
  }

  private static Stage of(String name, Activation a) {
    var x = a.inputs().getFirst().shape();
    var y = a.output().shape();
    return switch (a.operation()) {
      case Linear _ -> {
        int in = x.dim(1);
        int out = y.dim(1);
        boolean bias = a.inputs().size() > 2;
        yield of(
            name,
            "Linear(%s, %s)".formatted(in, out),
            "multiply by the weights (%s×%s), sum up%s"
                .formatted(out, in, bias ? ", add a bias for each of %s units".formatted(out) : ""),
            out * in + (bias ? out : 0),
            x,
            a.output());
      }
      case Conv2d conv -> {
        var w = a.inputs().get(1).shape();
        boolean bias = a.inputs().size() > 2;
        yield of(
            name,
            "Conv2d(%s, %s, %s)".formatted(x.dim(1), w.dim(0), kernel(conv.window())),
            "slide %s kernels of %s over %s%s"
                .formatted(
                    w.dim(0),
                    kernel(conv.window()),
                    w.dim(1) == 1 ? "1 channel" : w.dim(1) + " channels",
                    bias ? ", add a bias for each" : ""),
            w.size() + (bias ? w.dim(0) : 0),
            x,
            a.output());
      }
      case MaxPool2d pool ->
          of(
              name,
              "MaxPool2d(%s)".formatted(kernel(pool.window())),
              "keep the largest number of each window of %s".formatted(kernel(pool.window())),
              0,
              x,
              a.output());
      case ReLU _ -> of(name, "ReLU()", "keep what is positive, make the rest 0", 0, x, a.output());
      case Flatten _ -> of(name, "Flatten()", "lay each sample out as one row", 0, x, a.output());
      case Add _ -> of(name, "Add()", "add two results, number by number", 0, x, a.output());
      case Identity _ -> of(name, "Identity()", "pass on what comes", 0, x, a.output());
      case LeakyReLU relu ->
          of(
              name,
              "LeakyReLU(%s)".formatted(relu.slope()),
              "keep what is positive, multiply the rest by %s".formatted(relu.slope()),
              0,
              x,
              a.output());
      case GELU _ ->
          of(
              name,
              "GELU()",
              "multiply each number by the chance that a normal one is smaller",
              0,
              x,
              a.output());
      case Sigmoid _ ->
          of(name, "Sigmoid()", "squeeze each number between 0 and 1", 0, x, a.output());
      case Tanh _ -> of(name, "Tanh()", "squeeze each number between −1 and 1", 0, x, a.output());
      case Softmax _ ->
          of(name, "Softmax()", "turn scores into shares that sum up to 1", 0, x, a.output());
      case AvgPool2d pool ->
          of(
              name,
              "AvgPool2d(%s)".formatted(kernel(pool.window())),
              "take the mean of each window of %s".formatted(kernel(pool.window())),
              0,
              x,
              a.output());
      case AdaptiveAvgPool2d pool ->
          of(
              name,
              "AdaptiveAvgPool2d(%s, %s)".formatted(pool.height(), pool.width()),
              "take the means of %s×%s equal parts".formatted(pool.height(), pool.width()),
              0,
              x,
              a.output());
      case BatchNorm2dInference _ ->
          of(
              name,
              "BatchNorm2d(%s)".formatted(x.dim(1)),
              "subtract the mean that training saw in each channel, divide by the deviation"
                  + (isAffine(a) ? ", then scale and shift" : ""),
              isAffine(a) ? 2 * x.dim(1) : 0,
              x,
              a.output());
      default ->
          of(
              name,
              a.operation().name(),
              "apply the operation '%s'".formatted(a.operation().name()),
              0,
              x,
              a.output());
    };
  }

  private static Stage of(
      String name, String layer, String does, int parameters, Shape input, Tensor output) {
    var excerpt = Excerpt.of(output);
    return new Stage(
        name,
        layer,
        does,
        parameters,
        sizes(input),
        sizes(output.shape()),
        Statistics.of(output.values()),
        excerpt.of(),
        excerpt.rows());
  }

  /** All numbers of a tensor. */
  static List<Float> numbers(Tensor tensor) {
    var numbers = new ArrayList<Float>();
    for (float value : tensor.values()) {
      numbers.add(value);
    }
    return numbers;
  }

  private static String kernel(Window window) {
    return window.kernelHeight() + "×" + window.kernelWidth();
  }

  private static List<Integer> sizes(Shape shape) {
    return Arrays.stream(shape.toArray()).boxed().toList();
  }
}
