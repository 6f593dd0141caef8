package org.tornadonn.cli.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tornadonn.exec.Executor;
import org.tornadonn.onnx.OnnxModel;
import org.tornadonn.onnx.Recorded;
import org.tornadonn.onnx.tensor.HostTensor;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.onnx.tensor.TensorFile;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.Value;

/**
 * A folder with {@code model.onnx}, and {@code test_data_set_0} and so on, each with {@code
 * input_0.pb}, …, and the {@code output_0.pb}, … that belong to them.
 */
record NodeTest(Path folder) {

  private static final double RELATIVE = 1e-3;
  private static final double ABSOLUTE = 1e-7;

  /** What rounding to float32 makes of the largest number, beside which others should be 0. */
  private static final double ROUNDING = 0x1p-23;

  String name() {
    return folder.getFileName().toString();
  }

  /** Runs the graph on each set of inputs, and compares. */
  Outcome run(Executor executor) {
    try {
      var model = OnnxModel.read(folder.resolve("model.onnx"));
      for (var set : sets()) {
        var wrong = compare(executor, model, set);
        if (!wrong.isEmpty()) {
          return Outcome.wrong(set.getFileName() + ": " + wrong);
        }
      }
      return Outcome.passed();
    } catch (Refusal e) {
      return Outcome.refused(e.reason(), "it " + e.getMessage());
    } catch (RuntimeException | IOException | LinkageError | StackOverflowError e) {
      return Outcome.failed(e);
    }
  }

  private List<Path> sets() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> path.getFileName().toString().startsWith("test_data_set_"))
          .sorted()
          .toList();
    }
  }

  private static String compare(Executor executor, OnnxModel model, Path set) throws IOException {
    var given = tensors(set, "input_");
    var names = model.inputs();
    if (given.size() > names.size()) {
      return "%d inputs for %d".formatted(given.size(), names.size());
    }
    var inputs = new LinkedHashMap<String, HostTensor>();
    for (int i = 0; i < given.size(); i++) {
      inputs.put(names.get(i), given.get(i));
    }
    var recorded = model.record(inputs);
    for (var name : recorded.inputs().keySet()) {
      recorded.requireFit(name, tensor(inputs, name));
    }
    var wanted = tensors(set, "output_");
    var results = results(executor, recorded, inputs);
    if (results.size() != wanted.size()) {
      return "%d outputs for %d".formatted(results.size(), wanted.size());
    }
    for (int i = 0; i < wanted.size(); i++) {
      var difference = difference(results.get(i), wanted.get(i));
      if (!difference.isEmpty()) {
        return "output %d: %s".formatted(i, difference);
      }
    }
    return "";
  }

  private static HostTensor tensor(Map<String, HostTensor> inputs, String name) {
    var tensor = inputs.get(name);
    if (tensor == null) {
      throw new IllegalStateException(name);
    }
    return tensor;
  }

  private static List<HostTensor> tensors(Path set, String prefix) throws IOException {
    var tensors = new ArrayList<HostTensor>();
    for (int i = 0; Files.exists(set.resolve(prefix + i + ".pb")); i++) {
      tensors.add(TensorFile.read(set.resolve(prefix + i + ".pb")));
    }
    return tensors;
  }

  private static List<HostTensor> results(
      Executor executor, Recorded recorded, Map<String, HostTensor> inputs) {
    var wanted = new ArrayList<Value>();
    for (var output : recorded.outputs()) {
      if (output.value() != null) {
        wanted.add(output.value());
      }
    }
    var computed = new ArrayList<float[]>();
    if (!wanted.isEmpty()) {
      var lowering = Lowering.inference(recorded.graph(), wanted.toArray(Value[]::new));
      var plan = lowering.plan();
      try (var program = executor.load(List.of(plan), Map.of())) {
        recorded
            .inputs()
            .forEach(
                (name, value) -> {
                  var buffer = lowering.slice(value).buffer();
                  if (plan.buffers().contains(buffer)) {
                    float[] numbers = tensor(inputs, name).toFloats();
                    System.arraycopy(numbers, 0, program.array(buffer), 0, numbers.length);
                  }
                });
        program.run(plan);
        for (var value : wanted) {
          var slice = lowering.slice(value);
          float[] all = program.array(slice.buffer());
          computed.add(
              Arrays.copyOfRange(all, slice.offset(), slice.offset() + value.shape().size()));
        }
      }
    }
    var results = new ArrayList<HostTensor>();
    var next = computed.iterator();
    for (var output : recorded.outputs()) {
      results.add(output.numbers() == null ? output.tensor(next.next()) : output.numbers());
    }
    return results;
  }

  private static String difference(HostTensor found, HostTensor wanted) {
    if (found.type() != wanted.type() || !Arrays.equals(found.dims(), wanted.dims())) {
      return "%s, not %s".formatted(found, wanted);
    }
    double largest = 0;
    for (int i = 0; i < wanted.size(); i++) {
      double size = Math.abs(wanted.number(i));
      largest = Double.isFinite(size) ? Math.max(largest, size) : largest;
    }
    double absolute = ABSOLUTE + ROUNDING * largest;
    for (int i = 0; i < wanted.size(); i++) {
      double a = found.number(i);
      double b = wanted.number(i);
      boolean same =
          a == b
              || (Double.isNaN(a) && Double.isNaN(b))
              || Math.abs(a - b) <= absolute + RELATIVE * Math.abs(b);
      if (!same || Double.isInfinite(a) != Double.isInfinite(b)) {
        return "%s at %d, not %s".formatted(a, i, b);
      }
    }
    return "";
  }
}
