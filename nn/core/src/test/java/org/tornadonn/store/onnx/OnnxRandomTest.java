package org.tornadonn.store.onnx;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadonn.store.onnx.OnnxAnswers.Ending;

/** Whatever a graph says, its model gives the numbers of ONNX's definitions, or there is none. */
class OnnxRandomTest {

  private static final int ROUNDS = 1500;

  @TempDir Path temp;

  @Test
  void isNeverWrong() throws IOException {
    var random = new SplittableRandom(20261129);
    var answers = new OnnxAnswers(temp);
    var endings = new EnumMap<Ending, Integer>(Ending.class);
    for (int round = 0; round < ROUNDS; round++) {
      int samples = random.nextInt(1, 4);
      var model = RandomOnnx.model(random.split(), samples);
      int one = round;
      try {
        endings.merge(answers.of(model, samples), 1, Integer::sum);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("In round " + one, e);
      }
    }
    for (var ending : List.of(Ending.RIGHT, Ending.NOT_SUPPORTED, Ending.INVALID)) {
      assertTrue(endings.getOrDefault(ending, 0) > ROUNDS / 20, endings.toString());
    }
    assertTrue(endings.getOrDefault(Ending.RIGHT, 0) > ROUNDS / 4, endings.toString());
  }
}
