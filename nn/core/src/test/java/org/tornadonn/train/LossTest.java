package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.linear;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Block;
import org.tornadonn.layer.Initializer;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Signature;
import org.tornadonn.layer.Tensor;
import org.tornadonn.layer.Values;
import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/** Losses against PyTorch's, in batches that are full or not, and in micro-batches. */
class LossTest {

  private static final int SAMPLES = 5;

  /** Names of outputs, in the order of the fixtures. */
  private static final List<String> OUTPUTS = List.of("a", "b", "c");

  /** What {@code loss_fixtures.py} writes. */
  record Case(
      String name,
      List<int[]> shapes,
      List<float[]> x,
      List<float[]> weights,
      List<float[]> targets,
      double loss,
      List<double[]> gradients) {

    @Override
    public String toString() {
      return name;
    }

    Signature signature() {
      var all = Signature.none();
      for (int i = 0; i < shapes.size(); i++) {
        all = all.and(OUTPUTS.get(i), Shape.of(shapes.get(i)));
      }
      return all;
    }

    /** Each number of a sample times a weight of its own. */
    Model model() {
      Block net =
          (scope, in) -> {
            var out = Values.none();
            for (var name : in.names()) {
              var x = in.get(name);
              var w = scope.parameter(name, x.shape().sample(), Initializer.constant(1));
              out = out.and(name, F.mul(x, w));
            }
            return out;
          };
      var model = new Model(net, signature(), 1);
      var state = new LinkedHashMap<String, Tensor>();
      for (int i = 0; i < shapes.size(); i++) {
        state.put(OUTPUTS.get(i), new Tensor(Shape.of(shapes.get(i)), weights.get(i)));
      }
      model.load(state, true);
      return model;
    }

    Map<String, Tensor> inputs() {
      var all = new LinkedHashMap<String, Tensor>();
      for (int i = 0; i < shapes.size(); i++) {
        all.put(OUTPUTS.get(i), new Tensor(Shape.of(shapes.get(i)).batch(SAMPLES), x.get(i)));
      }
      return all;
    }

    Map<String, Tensor> targets(Loss loss) {
      var all = new LinkedHashMap<String, Tensor>();
      int i = 0;
      for (var port : loss.targets(signature()).ports()) {
        all.put(port.name(), new Tensor(port.shape().batch(SAMPLES), targets.get(i++)));
      }
      assertEquals(targets.size(), i);
      return all;
    }
  }

  static List<Case> cases() throws IOException {
    try (var stream = LossTest.class.getResourceAsStream("losses.json")) {
      return JsonMapper.builder()
          .build()
          .readValue(Objects.requireNonNull(stream), new TypeReference<List<Case>>() {});
    }
  }

  private static Loss loss(String name) {
    var classes = Loss.crossEntropy();
    return switch (name) {
      case "mse" -> Loss.of((y, t) -> F.square(F.sub(y, t)));
      case "bce" -> Loss.binaryCrossEntropy();
      case "pos_weight" -> Loss.binaryCrossEntropyWithLogits(3, 0.5f, 1);
      case "kl" -> Loss.klDivergence();
      case "nll", "nll pixels" -> Loss.negativeLogLikelihood();
      case "class weights" -> classes.weight(0.5f, 2, 0.25f);
      case "class weights, smoothing" -> Loss.crossEntropy(0.1f).weight(0.5f, 2, 0.25f);
      case "ignore" -> classes.ignoreIndex(-100);
      case "ignore, class weights" -> classes.ignoreIndex(-100).weight(0.5f, 2, 0.25f);
      case "pixels" -> classes;
      case "pixels, smoothing" -> Loss.crossEntropy(0.25f);
      case "pixels, ignore 1" -> classes.ignoreIndex(1);
      case "pixels, ignore 1, class weights, smoothing" ->
          Loss.crossEntropy(0.25f).ignoreIndex(1).weight(0.5f, 2, 0.25f);
      case "cosine" -> Loss.cosineEmbedding("a", "b", 0.25f);
      case "triplet" -> Loss.tripletMargin("a", "b", "c", 1.5f);
      case "weighted mse" -> Loss.meanSquaredError().weighted();
      case "weighted huber" -> Loss.huber(0.5f).weighted();
      case "weighted smooth l1" -> Loss.smoothL1(0.5f).weighted();
      case "weighted bce with logits" -> Loss.binaryCrossEntropyWithLogits().weighted();
      case "weighted classes" -> classes.weight(0.5f, 2, 0.25f).weighted();
      case "log cosh" ->
          Loss.of((y, t) -> F.log(F.mul(F.add(F.exp(F.sub(y, t)), F.exp(F.sub(t, y))), 0.5f)));
      case "heads" ->
          Loss.on("a", classes.ignoreIndex(-100)).and("b", 0.5f, Loss.meanSquaredError());
      default -> throw new IllegalArgumentException(name);
    };
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isPyTorchs(Case c) {
    check(c, SAMPLES, 1);
  }

  /** What a batch has room for beyond its samples must not count. */
  @ParameterizedTest
  @MethodSource("cases")
  void isPyTorchsWhereTheBatchIsNotFull(Case c) {
    check(c, SAMPLES + 3, 1);
  }

  /** Micro-batches of 2, 2 and 1. */
  @ParameterizedTest
  @MethodSource("cases")
  void isPyTorchsInMicroBatches(Case c) {
    if (!c.name().equals("heads")) { // of which each head has a mean of its own
      check(c, 2, 3);
    }
  }

  private static void check(Case c, int batchSize, int microBatches) {
    var model = c.model();
    var loss = loss(c.name());
    var options = StepOptions.plain().accumulate(microBatches);
    try (var trainer =
        new Trainer(model, loss, Optimizer.sgd(0.1f), batchSize, Device.jvm(), options)) {
      assertEquals(c.loss(), trainer.gradients(c.inputs(), c.targets(loss)), 2e-6 * c.loss());
      var gradients = trainer.namedGradients();
      for (int i = 0; i < c.shapes().size(); i++) {
        var gradient = gradients.get(OUTPUTS.get(i));
        double largest = 0;
        for (double g : c.gradients().get(i)) {
          largest = Math.max(largest, Math.abs(g));
        }
        for (int j = 0; j < Objects.requireNonNull(gradient).values().length; j++) {
          assertEquals(c.gradients().get(i)[j], gradient.values()[j], 3e-6 * largest);
        }
      }
      if (microBatches == 1) {
        trainer.step(c.inputs(), c.targets(loss));
        var verification =
            trainer.verify(
                model.inputs().flat(c.inputs()),
                loss.targets(model.outputs()).flat(c.targets(loss)),
                SAMPLES);
        assertTrue(verification.first().isEmpty(), () -> verification.first().toString());
      }
    }
  }

  /** Beyond the samples, outputs are zeros, of which this loss and its gradient are not finite. */
  @Test
  void whatIsNotInUseMayComeToAnything() {
    var loss = Loss.of((y, t) -> F.mul(F.log(F.abs(y)), t));
    float[][] seen = new float[2][];
    for (int room : new int[] {0, 4}) {
      var model = new Model(linear(2, 1).bias(false), Shape.of(2), 1);
      try (var trainer = new Trainer(model, loss, Optimizer.sgd(0.1f), 2 + room, Device.jvm())) {
        trainer.step(new float[] {1, 2, 3, 4}, new float[] {1, 2}, 2);
      }
      seen[room / 4] = model.values().clone();
    }
    assertArrayEquals(seen[0], seen[1], 1e-6f);
    assertTrue(Float.isFinite(seen[0][0]));
  }

  @Test
  void whatDoesNotFitIsSaid() {
    var outputs = Signature.of("class", Shape.of(3)).and("angle", Shape.of(2));
    var one = assertThrows(ShapeException.class, () -> Loss.l1().targets(outputs));
    assertEquals(
        "The loss takes one output, but the model gives class (3), angle (2): say which with"
            + " Loss.on(\"class\", …).",
        one.getMessage());
    var heads = Loss.on("class", Loss.crossEntropy()).and("angle", Loss.l1());
    assertEquals("class (), angle (2)", heads.targets(outputs).toString());
    assertEquals(
        "'class': class 3, but the model has 3 classes, 0 to 2. ",
        heads.fault(new float[] {3, 0, 0}, 0, outputs).orElseThrow().substring(0, 55));
    assertThrows(ShapeException.class, () -> Loss.on("other", Loss.l1()).targets(outputs));
    assertThrows(
        ShapeException.class,
        () -> Loss.crossEntropy().weight(1, 2).targets(Signature.of("y", Shape.of(3))));
    assertThrows(IllegalArgumentException.class, () -> Loss.crossEntropy().weight(-1, 2));
    var model = new Model(linear(2, 3), Shape.of(2), 1);
    var mean = Loss.of((y, t) -> F.mean(F.abs(F.sub(y, t))));
    assertThrows(
        ShapeException.class,
        () -> new Trainer(model, mean, Optimizer.sgd(1), 2, Device.jvm()),
        "the mean is the library's");
  }

  @Test
  void weightsOfSamplesAreChecked() {
    var model = new Model(linear(2, 1), Shape.of(2), 1);
    try (var trainer =
        new Trainer(model, Loss.l1().weighted(), Optimizer.sgd(1), 2, Device.jvm())) {
      var x = new float[] {1, 2, 3, 4};
      assertThrows(
          IllegalArgumentException.class, () -> trainer.step(x, new float[] {1, 1, 1, -1}, 2));
      assertThrows(
          IllegalArgumentException.class, () -> trainer.step(x, new float[] {1, 0, 1, 0}, 2));
      assertThrows(
          IllegalArgumentException.class,
          () -> trainer.step(x, new float[] {1, 1, 1, Float.NaN}, 2));
    }
  }
}
