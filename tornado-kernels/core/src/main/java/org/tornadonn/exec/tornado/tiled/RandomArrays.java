package org.tornadonn.exec.tornado.tiled;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import org.tornadonn.plan.Kernel;

/** Kernels as they are, but on arrays of their own, full of random numbers between −1 and 1. */
final class RandomArrays {

  /** Knuth's multiplicative hash: neighbours get numbers far apart. */
  private static final int HASH = 0x9E3779B1;

  private RandomArrays() {}

  /** A copy of a kernel, which is a record; arrays that were one array are one again. */
  static Kernel of(Kernel kernel) {
    return (Kernel) copy(kernel, new IdentityHashMap<>());
  }

  /** A copy of a chain, whose kernels share arrays as they did. */
  static ForwardChain of(ForwardChain chain) {
    return (ForwardChain) copy(chain, new IdentityHashMap<>());
  }

  private static Object copy(Object kernel, Map<float[], float[]> own) {
    var components = kernel.getClass().getRecordComponents();
    try {
      var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      var values = new Object[components.length];
      for (int i = 0; i < values.length; i++) {
        var value = components[i].getAccessor().invoke(kernel);
        values[i] =
            switch (value) {
              case float[] array -> random(own, array);
              case Kernel part -> copy(part, own);
              case null, default -> value;
            };
      }
      return kernel.getClass().getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot copy " + kernel.getClass().getSimpleName(), e);
    }
  }

  private static float[] random(Map<float[], float[]> own, float[] like) {
    return own.computeIfAbsent(
        like,
        _ -> {
          float[] numbers = new float[like.length];
          for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (i + own.size() * 7) * HASH * 0x1p-31f;
          }
          return numbers;
        });
  }
}
