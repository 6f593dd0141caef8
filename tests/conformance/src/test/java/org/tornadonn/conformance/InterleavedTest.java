package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.tornadonn.conformance.oracle.Float64Run;
import org.tornadonn.exec.Executor;
import org.tornadonn.exec.Placement.Version;
import org.tornadonn.exec.jvm.JvmExecutor;
import org.tornadonn.op.activation.ReLU;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.loss.MeanSquaredError;
import org.tornadonn.op.pooling.MaxPool2d;
import org.tornadonn.op.shape.Flatten;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/** Inference, gradients and update in any order, and states that go out and come back in. */
class InterleavedTest {

  static final List<DeviceUnderTest> DEVICES = DevicesUnderTest.get().present();

  /** Slow devices restore a state in {@link #equalsPortableJvm}. */
  static final List<DeviceUnderTest> JVM = DevicesUnderTest.get().jvm();

  /** Large enough for a device's own version of the convolution. */
  private static final Shape IMAGES = Shape.of(3, 4, 32, 32);

  record Small(GraphCase c, Value x) {}

  static Small small() {
    var g = new ValuedGraph();
    var x = g.constant("x", IMAGES, Numbers.of(61, IMAGES.size()));
    var v = g.apply("relu", new ReLU(), g.conv2d("conv", x, 16, Window.square(3, 1, 1)));
    v = g.apply("pool", new MaxPool2d(Window.square(2, 2, 0)), v);
    v = g.linear("fc", g.apply("flatten", new Flatten(), v), 2);
    var t = g.constant("t", Shape.of(3, 2), Numbers.of(62, 6));
    var loss = g.apply("loss", new MeanSquaredError(), v, t, g.control("fill", 2));
    return new Small(g.losing("small", v, loss), x);
  }

  /** Every number that a caller sees, in the order in which he sees it. */
  private static List<float[]> play(Executor executor) {
    var seen = new ArrayList<float[]>();
    var small = small();
    try (var training = new Training(executor, small.c())) {
      seen.add(training.gradients());
      training.update();
      seen.add(training.predict());
      seen.add(training.predict());
      seen.add(training.gradients());
      seen.add(training.prediction());
      training.put(small.x(), Numbers.of(63, IMAGES.size()));
      seen.add(training.gradients());
      training.update();
      training.update();
      var saved = training.state();
      seen.add(saved.clone());
      seen.add(training.gradients());
      training.update();
      seen.add(training.state());
      seen.add(training.predict());
      var changed = saved.clone();
      changed[0] += 0.25f;
      training.restore(changed);
      seen.add(training.predict());
      seen.add(training.gradients());
      training.update();
      seen.add(training.state());
      seen.add(training.predict());
    }
    return seen;
  }

  @ParameterizedTest
  @FieldSource("DEVICES")
  void equalsPortableJvm(DeviceUnderTest device) {
    List<float[]> right;
    try (var portable = new JvmExecutor(1, Version.PORTABLE)) {
      right = play(portable);
    }
    var seen = play(device.executor());
    for (int i = 0; i < right.size(); i++) {
      var expected = Float64Run.widen(right.get(i));
      Tolerances.wholeModel(expected).check("number " + i + " seen", expected, seen.get(i));
    }
  }

  /**
   * A prediction between gradients and update does not disturb the gradients, although TornadoVM
   * can take arrays over only from the graph that ran just before. No plan has to be run first.
   */
  @ParameterizedTest
  @FieldSource("DEVICES")
  void predictionBetweenGradientsAndUpdate(DeviceUnderTest device) {
    var states = new ArrayList<float[]>();
    try (var portable = new JvmExecutor(1, Version.PORTABLE)) {
      for (var executor : List.of(portable, device.executor())) {
        try (var training = new Training(executor, small().c())) {
          training.gradients();
          training.update();
          training.gradients();
          training.predict();
          training.update();
          states.add(training.state());
        }
      }
    }
    var expected = Float64Run.widen(states.getFirst());
    Tolerances.wholeModel(expected).check("state", expected, states.getLast());
  }

  @ParameterizedTest
  @FieldSource("DEVICES")
  void closingOneProgramLeavesTheOthersAlone(DeviceUnderTest device) {
    try (var first = new CaseProgram(device.executor(), ModelCases.sharedLinear())) {
      first.program().run(first.plan());
      var outputs = first.outputs();
      try (var second = new CaseProgram(device.executor(), ModelCases.sharedLinear())) {
        second.program().run(second.plan());
      }
      first.program().run(first.plan());
      assertArrayEquals(outputs, first.outputs());
    }
  }

  /** What an update wrote can be had after a prediction, whose graph knows nothing of it. */
  @ParameterizedTest
  @FieldSource("DEVICES")
  void stateAfterPrediction(DeviceUnderTest device) {
    var states = new ArrayList<float[]>();
    try (var portable = new JvmExecutor(1, Version.PORTABLE)) {
      for (var executor : List.of(portable, device.executor())) {
        try (var training = new Training(executor, small().c())) {
          training.gradients();
          training.update();
          training.predict();
          states.add(training.state());
        }
      }
    }
    var expected = Float64Run.widen(states.getFirst());
    Tolerances.wholeModel(expected).check("state", expected, states.getLast());
    Integer zero = 0;
    assertEquals("0", zero.toString(), "the JVM's own numbers are left alone");
  }

  /** A state that is saved and restored goes on as if nothing had happened, bit for bit. */
  @ParameterizedTest(allowZeroInvocations = true)
  @FieldSource("JVM")
  void restoredStateGoesOn(DeviceUnderTest device) {
    try (var training = new Training(device.executor(), small().c())) {
      training.gradients();
      training.update();
      var saved = training.state();
      var straight = training.gradients();
      training.update();
      var after = training.state();
      assertFalse(Arrays.equals(saved, after), "an update changes the state");
      training.restore(saved);
      assertArrayEquals(straight, training.gradients());
    }
  }
}
