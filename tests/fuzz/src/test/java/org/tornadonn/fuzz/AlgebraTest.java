package org.tornadonn.fuzz;

import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.op.F;

/**
 * Every function of the algebra, given values of any shape, axes that are not there, empty lists
 * and numbers that are none: it gives a value that can be derived, or says in words why not.
 *
 * <p>{@code -Dtornadonn.fuzz.inputs=100000} makes as many calls of each, {@code
 * -Dtornadonn.long=true} a hundred times as many as an ordinary build.
 */
class AlgebraTest {

  private static final long CALLS =
      Long.getLong("tornadonn.fuzz.inputs", Boolean.getBoolean("tornadonn.long") ? 30_000 : 300);

  /** Failures of one function that are shown. */
  private static final int SHOWN = 5;

  static Stream<Method> functions() {
    return Arrays.stream(F.class.getMethods())
        .filter(method -> Modifier.isStatic(method.getModifiers()))
        .sorted(Comparator.comparing(Method::toGenericString));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void givesAValueOrIsRefusedInWords(Method function) {
    assertTimeout(
        ofSeconds(60 + CALLS / 100),
        () ->
            assertEquals(
                "",
                LongStream.range(0, CALLS)
                    .mapToObj(number -> FunctionCall.of(function, number).outcome())
                    .filter(wrong -> !wrong.isEmpty())
                    .limit(SHOWN)
                    .collect(Collectors.joining())));
  }
}
