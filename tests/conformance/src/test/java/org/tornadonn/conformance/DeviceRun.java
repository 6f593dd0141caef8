package org.tornadonn.conformance;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tornadonn.exec.Executor;
import org.tornadonn.exec.Program;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.Role;
import org.tornadonn.plan.Slice;
import org.tornadonn.plan.Value;

/**
 * What a device computes for a case.
 *
 * @param gradients of the inputs and parameters that get one
 * @param flatGradient of all parameters, as it lies in memory
 */
record DeviceRun(
    float[] result, float[] loss, Map<Value, float[]> gradients, float[] flatGradient) {

  /** Runs a case with outputs and gradients full of NaN: what is not written shows. */
  static DeviceRun of(Executor executor, GraphCase c) {
    return of(executor, c, 1);
  }

  /** Runs a case several times in one program and keeps what the last run left. */
  static DeviceRun of(Executor executor, GraphCase c, int runs) {
    var lowering = c.training();
    var given = new HashMap<Buffer, float[]>();
    if (c.graph().parameterSize() > 0) {
      given.put(lowering.parameters(), parameters(lowering, c));
      given.put(lowering.gradients(), nan(new float[c.graph().parameterSize()]));
    }
    return run(executor, lowering, c, given, runs);
  }

  /** Runs a case with everything but inputs full of NaN, and no two buffers in one array. */
  static DeviceRun poisoned(Executor executor, GraphCase c) {
    var lowering = c.training();
    var given = new HashMap<Buffer, float[]>();
    for (var buffer : lowering.plan().buffers()) {
      given.put(buffer, nan(new float[buffer.shape().size()]));
    }
    if (c.graph().parameterSize() > 0) {
      given.put(lowering.parameters(), parameters(lowering, c));
    }
    return run(executor, lowering, c, given, 1);
  }

  private static DeviceRun run(
      Executor executor, Lowering lowering, GraphCase c, Map<Buffer, float[]> given, int runs) {
    var plan = lowering.plan();
    var used = plan.buffers();
    try (var program = executor.load(List.of(plan), given)) {
      c.leaves()
          .forEach(
              (value, numbers) -> {
                var buffer = lowering.slice(value).buffer();
                if (buffer.role() != Role.PARAMETER && used.contains(buffer)) {
                  int at = lowering.slice(value).offset();
                  System.arraycopy(numbers, 0, program.array(buffer), at, numbers.length);
                }
              });
      for (var buffer : used) {
        if (buffer.role() == Role.OUTPUT) {
          nan(program.array(buffer));
        }
      }
      for (int i = 0; i < runs; i++) {
        program.run(plan);
      }
      return read(program, lowering, c);
    }
  }

  private static DeviceRun read(Program program, Lowering lowering, GraphCase c) {
    var flat = new float[0];
    if (c.graph().parameterSize() > 0) {
      program.fetch(lowering.gradients());
      flat = program.array(lowering.gradients()).clone();
    }
    var gradients = new HashMap<Value, float[]>();
    for (var value : c.differentiable()) {
      gradients.put(value, copy(program, lowering.gradient(value)));
    }
    return new DeviceRun(
        copy(program, lowering.slice(c.result())),
        copy(program, lowering.slice(c.loss())),
        gradients,
        flat);
  }

  private static float[] copy(Program program, Slice slice) {
    return Arrays.copyOfRange(
        program.array(slice.buffer()), slice.offset(), slice.offset() + slice.size());
  }

  /** The flat parameter array of a case. */
  static float[] parameters(Lowering lowering, GraphCase c) {
    var flat = new float[c.graph().parameterSize()];
    for (var parameter : c.graph().parameters().values()) {
      var numbers = c.leaves().getOrDefault(parameter, flat);
      System.arraycopy(numbers, 0, flat, lowering.slice(parameter).offset(), numbers.length);
    }
    return flat;
  }

  private static float[] nan(float[] array) {
    Arrays.fill(array, Float.NaN);
    return array;
  }

  /** The gradient of an input or parameter. */
  float[] gradient(Value value) {
    return gradients.getOrDefault(value, new float[0]);
  }

  /** What differs in some bit between two runs; empty if nothing does. */
  String difference(DeviceRun other) {
    var different = new StringBuilder();
    if (!Arrays.equals(result, other.result) || !Arrays.equals(loss, other.loss)) {
      different.append("result or loss; ");
    }
    for (var value : gradients.keySet()) {
      int at = Arrays.mismatch(gradient(value), other.gradient(value));
      if (at >= 0) {
        different.append(
            "gradient of %s at %d: %s, %s; "
                .formatted(value.name(), at, gradient(value)[at], other.gradient(value)[at]));
      }
    }
    return different.toString();
  }
}
