package org.tornadonn.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadonn.device.Device;
import org.tornadonn.train.Predictor;

/** What is written here is read there. */
class PyTorchTest {

  private static final int BATCH = 3;

  @TempDir Path temp;

  @Test
  void loadsWhatIsSavedAndGivesTheSame() throws Exception {
    var python = Python.with("torch", "safetensors", "numpy");
    var model = Networks.small();
    var file = temp.resolve("m.safetensors");
    ModelFile.save(file, model, ModelDescription.CUSTOM);
    float[] x = new float[BATCH * model.input().size()];
    var random = new SplittableRandom(3);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble(-1, 1);
    }
    var input = ByteBuffer.allocate(x.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    input.asFloatBuffer().put(x);
    Files.write(temp.resolve("x"), input.array());
    python.run("safetensors_check.py", file, temp.resolve("x"), temp.resolve("y"));
    var output =
        ByteBuffer.wrap(Files.readAllBytes(temp.resolve("y"))).order(ByteOrder.LITTLE_ENDIAN);
    float[] expected = new float[BATCH * model.output().size()];
    output.asFloatBuffer().get(expected);
    try (var predictor = new Predictor(model, BATCH, Device.jvm())) {
      assertArrayEquals(expected, predictor.predict(x, BATCH), 1e-6f);
    }
  }
}
