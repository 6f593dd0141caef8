package org.tornadonn.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every reader, given inputs that are wrong in any way: each is read, or refused in words, in at
 * most two seconds and with memory that its size allows.
 *
 * <p>{@code -Dtornadonn.fuzz=png:17} reads one input of one target, {@code png:17-99} some of them,
 * {@code png} as many as ever; {@code -Dtornadonn.fuzz.inputs=100000} as many of each target,
 * {@code -Dtornadonn.long=true} a hundred times as many as an ordinary build.
 */
class FuzzTest {

  @TempDir Path folder;

  static Stream<Plan> plans() {
    var asked = System.getProperty("tornadonn.fuzz", "");
    return Targets.all().stream()
        .map(target -> Plan.of(target, asked))
        .flatMap(plan -> plan.stream());
  }

  @ParameterizedTest
  @MethodSource("plans")
  void isReadOrRefused(Plan plan) {
    var fuzzer = new Fuzzer(plan.target(), folder);
    assertFalse(plan.target().seeds().isEmpty());
    var wrong = new ArrayList<>(fuzzer.unreadSeeds());
    fuzzer.run(LongStream.range(plan.from(), plan.to())).stream()
        .map(Finding::report)
        .forEach(wrong::add);
    assertEquals("", String.join("\n", wrong));
  }
}
