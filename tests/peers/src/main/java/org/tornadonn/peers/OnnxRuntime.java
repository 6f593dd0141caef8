package org.tornadonn.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import org.tornadonn.benchmarks.Library;
import org.tornadonn.benchmarks.NetworkFile;
import org.tornadonn.benchmarks.Step;
import org.tornadonn.benchmarks.Work;
import org.tornadonn.store.ModelDescription;
import org.tornadonn.store.onnx.OnnxFile;

/** ONNX Runtime with all its graph optimizations, on an ONNX file of the model. */
public final class OnnxRuntime implements Library {

  @Override
  public String name() {
    return "onnxruntime";
  }

  @Override
  public Step open(Work work, int threads) {
    if (work.training()) {
      throw new IllegalArgumentException(
          "ONNX Runtime in Java only predicts, but the work is " + work);
    }
    try {
      var environment = OrtEnvironment.getEnvironment();
      var options = new OrtSession.SessionOptions();
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      return new Prediction(work, environment, session(work, environment, options));
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private static OrtSession session(
      Work work, OrtEnvironment environment, OrtSession.SessionOptions options)
      throws OrtException {
    if (work.network() instanceof NetworkFile network) {
      return environment.createSession(network.file().toString(), options);
    }
    options.setSymbolicDimensionValue("batch", work.batch());
    return environment.createSession(exported(work), options);
  }

  private static byte[] exported(Work work) {
    try {
      var file = Files.createTempFile("bench", ".onnx");
      try {
        OnnxFile.write(file, work.model(), ModelDescription.CUSTOM);
        return Files.readAllBytes(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Prediction(
      Work work,
      OrtEnvironment environment,
      OrtSession session,
      float[] x,
      FloatBuffer buffer,
      long[] shape)
      implements Step {

    Prediction(Work work, OrtEnvironment environment, OrtSession session) {
      this(work, environment, session, work.inputs(), direct(work.inputs().length), shape(work));
    }

    private static FloatBuffer direct(int floats) {
      return ByteBuffer.allocateDirect(Float.BYTES * floats)
          .order(ByteOrder.nativeOrder())
          .asFloatBuffer();
    }

    private static long[] shape(Work work) {
      return Arrays.stream(work.model().input().batch(work.batch()).toArray())
          .asLongStream()
          .toArray();
    }

    @Override
    public float[] run() {
      buffer.clear().put(x).flip();
      var input = session.getInputNames().iterator().next();
      try (var tensor = OnnxTensor.createTensor(environment, buffer, shape);
          var result = session.run(Map.of(input, tensor))) {
        var y = ((OnnxTensor) result.get(0)).getFloatBuffer();
        var answer = new float[y.remaining()];
        y.get(answer);
        return answer;
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      try {
        session.close();
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
