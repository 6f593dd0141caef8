package org.tornadonn.store.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tornadonn.store.Python;

/** ONNX Runtime in Python, on machines that have it. */
record OnnxRuntime(Python python) {

  /** The one that was found; skips the test where there is none. */
  static OnnxRuntime found() throws InterruptedException {
    return new OnnxRuntime(Python.with("onnx", "onnxruntime", "numpy"));
  }

  /** What it answers to a batch, once onnx.checker has passed the file. */
  float[] run(Path model, float[] x) throws IOException, InterruptedException {
    var input = model.resolveSibling("x.f32");
    var output = model.resolveSibling("y.f32");
    var bytes = ByteBuffer.allocate(x.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(x);
    Files.write(input, bytes.array());
    python.run("onnx_check.py", model, input, output);
    var result = ByteBuffer.wrap(Files.readAllBytes(output)).order(ByteOrder.LITTLE_ENDIAN);
    float[] y = new float[result.capacity() / Float.BYTES];
    result.asFloatBuffer().get(y);
    return y;
  }
}
