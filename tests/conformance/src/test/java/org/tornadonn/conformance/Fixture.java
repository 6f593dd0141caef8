package org.tornadonn.conformance;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** PyTorch's numbers, as {@code fixtures.py} wrote them. */
final class Fixture {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private Fixture() {}

  /**
   * One operation.
   *
   * @param window kernel, stride and padding, each in rows and columns; or those with padding at
   *     the top, on the left, at the bottom and on the right, and dilation; empty if there is none
   * @param attributes what else the operation is made with
   * @param gradients by operand; empty for one that gets none
   */
  record OfOperation(
      String name,
      String operation,
      int[] window,
      double[] attributes,
      List<Operand> operands,
      double[] y,
      double[][] gradients) {

    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * An operand.
   *
   * @param numbers its elements; empty if they are {@link Numbers} of the seed
   */
  record Operand(int[] shape, int seed, float[] numbers) {

    float[] values() {
      int size = 1;
      for (int dim : shape) {
        size *= dim;
      }
      return numbers.length > 0 ? numbers : Numbers.of(seed, size);
    }
  }

  /**
   * A function of values.
   *
   * @param name of its case
   * @param gradients by input; empty for one that gets none
   */
  record OfFunction(String name, double[] y, double[][] gradients) {

    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * A function of the elements by themselves.
   *
   * @param gradients by operand, if the gradient of y is {@link Numbers} of 900; empty for one that
   *     gets none
   */
  record OfElementwise(String name, float[][] operands, double[] y, double[][] gradients) {

    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * Parameters and moments after five steps of an optimizer.
   *
   * @param moments by PyTorch's names
   */
  record OfOptimizer(String name, double[] w, Map<String, double[]> moments) {}

  /**
   * Clipped gradients.
   *
   * @param special what stands in the middle of the gradients; 0 for nothing special
   * @param limit the largest norm, and the largest value
   * @param norm before clipping
   */
  record OfClipping(
      int size, float special, float limit, double norm, double[] byNorm, double[] byValue) {}

  /**
   * A batch norm after some batches.
   *
   * @param state by PyTorch's names
   * @param y what it then makes of another batch in evaluation
   */
  record OfBatchNorm(
      @Nullable Float momentum, boolean affine, Map<String, float[]> state, float[] y) {

    @Override
    public String toString() {
      return "momentum %s, %s".formatted(momentum, affine ? "affine" : "not affine");
    }
  }

  /**
   * A layer in training.
   *
   * @param parameters in PyTorch's order
   */
  record OfLayer(
      String name,
      int[] input,
      double[] y,
      double[] inputGradient,
      List<ParameterGradient> parameters) {

    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * A generator and a discriminator, trained in turn.
   *
   * @param first their parameters and running states, by PyTorch's names, before the first step
   * @param losses of each step, the discriminator's before the generator's
   * @param last what is left in the end
   */
  record OfGan(Map<String, float[]> first, double[][] losses, Map<String, float[]> last) {}

  /**
   * Five steps of an optimizer, with gradients that are clipped.
   *
   * @param name that of the optimizer's class
   * @param first the parameters before the first step
   * @param losses of each step
   * @param last the parameters in the end
   * @param average their average
   */
  record OfTrainer(
      String name,
      Map<String, float[]> first,
      double[] losses,
      Map<String, double[]> last,
      Map<String, double[]> average) {

    @Override
    public String toString() {
      return name;
    }
  }

  /** What a layer gives, and the gradient of the loss with respect to that. */
  record OfLayerOutput(double[] output, double[] gradient) {}

  /**
   * A training step whose layers are watched.
   *
   * @param state parameters and running states before the step
   * @param layers by PyTorch's names of modules
   */
  record OfHooks(Map<String, float[]> state, Map<String, OfLayerOutput> layers) {}

  /** The gradient of one parameter of a layer. */
  record ParameterGradient(String name, int[] shape, double[] gradient) {}

  /** The whole OrientationModel. */
  record OfModel(
      int pixels,
      int batch,
      double[] y,
      double loss,
      List<GradientSample> gradients,
      double[] losses,
      double[] lossesFloat32) {}

  /** The gradient of one parameter: its norm, and every {@code stride}-th element. */
  record GradientSample(String name, int[] shape, double norm, int stride, double[] sample) {}

  static List<OfOperation> operations() {
    return Stream.of("operations.json", "convolutions.json")
        .flatMap(name -> Stream.of(read(name, OfOperation[].class)))
        .toList();
  }

  static List<OfFunction> functions() {
    return List.of(read("functions.json", OfFunction[].class));
  }

  static List<OfElementwise> elementwise() {
    return List.of(read("elementwise.json", OfElementwise[].class));
  }

  static List<OfElementwise> activations() {
    return List.of(read("activations.json", OfElementwise[].class));
  }

  static List<OfOptimizer> optimizers() {
    return List.of(read("optimizers.json", OfOptimizer[].class));
  }

  static List<OfClipping> clippings() {
    return List.of(read("clipping.json", OfClipping[].class));
  }

  static List<OfBatchNorm> batchNorms() {
    return List.of(read("batch_norm.json", OfBatchNorm[].class));
  }

  static List<OfLayer> layers() {
    return List.of(read("layers.json", OfLayer[].class));
  }

  static OfGan gan() {
    return read("gan.json", OfGan.class);
  }

  static List<OfTrainer> trainers() {
    return List.of(read("trainers.json", OfTrainer[].class));
  }

  static OfHooks hooks() {
    return read("hooks.json", OfHooks.class);
  }

  static OfModel orientation() {
    return read("orientation.json", OfModel.class);
  }

  private static <T> T read(String name, Class<T> type) {
    try (var in = Fixture.class.getResourceAsStream("/pytorch/" + name)) {
      if (in == null) {
        throw new IOException("there is no /pytorch/" + name + ": run fixtures.py");
      }
      return JSON.readValue(in, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
