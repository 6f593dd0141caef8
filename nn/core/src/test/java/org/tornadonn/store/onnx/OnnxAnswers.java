package org.tornadonn.store.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.store.ModelFileException;
import org.tornadonn.train.Predictor;

/** Holds what is read of a graph against its definition. */
record OnnxAnswers(Path folder) {

  private static final String NOT_SUPPORTED = "is not supported by tornado-nn: it ";

  /** How reading ended; a wrong answer, or a wrong word for a refusal, fails the test. */
  enum Ending {
    /** With a model that gives the right numbers. */
    RIGHT,
    /** With the word that a valid graph is not supported. */
    NOT_SUPPORTED,
    /** With a model of a valid graph that the definitions here do not know. */
    NOT_DEFINED,
    /** With any refusal of a graph that is not valid. */
    INVALID
  }

  Ending of(ModelProto model, int samples) throws IOException {
    var input = input(model, samples);
    @Nullable NdArray expected = null;
    boolean valid = true;
    try {
      expected = Definitions.answer(model, input);
    } catch (Definitions.UndefinedException e) {
      // Valid, and others have to say what is right.
    } catch (NdArray.InvalidException e) {
      valid = false;
    }
    var file = Files.write(folder.resolve("made.onnx"), model.toByteArray());
    try {
      var read = OnnxFile.read(file).model();
      if (!valid) {
        return Ending.INVALID; // with other numbers of samples, it may be one
      }
      if (expected == null) {
        return Ending.NOT_DEFINED;
      }
      check(model, read, input, expected);
      return Ending.RIGHT;
    } catch (ModelFileException e) {
      var message = String.valueOf(e.getMessage());
      assertTrue(!valid || message.contains(NOT_SUPPORTED), message + "\n" + model);
      return valid ? Ending.NOT_SUPPORTED : Ending.INVALID;
    }
  }

  private static NdArray input(ModelProto model, int samples) {
    int[] dims =
        model.getGraph().getInput(0).getType().getTensorType().getShape().getDimList().stream()
            .mapToInt(dim -> (int) dim.getDimValue())
            .toArray();
    dims[0] = dims[0] == 0 ? samples : dims[0];
    var random = new SplittableRandom(7);
    return NdArray.zeros(dims).map(_ -> (float) random.nextDouble(-1, 1));
  }

  private static void check(ModelProto model, Model read, NdArray x, NdArray expected) {
    // Where no axis counts samples, all is one.
    int n = read.inputs().batched() ? x.dims()[0] : 1;
    assertArrayEquals(
        read.inputs().batched() ? read.output().batch(n).toArray() : read.output().toArray(),
        expected.dims(),
        () -> "The shape of " + model);
    float[] numbers = new float[x.values().length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) x.values()[i];
    }
    double largest = Arrays.stream(expected.values()).map(Math::abs).max().orElse(0);
    try (var predictor = new Predictor(read, n, Device.jvm())) {
      float[] y = predictor.predict(numbers, n);
      for (int i = 0; i < y.length; i++) {
        assertEquals(expected.values()[i], y[i], 1e-5 + 1e-5 * largest, () -> "Of " + model);
      }
    }
  }
}
