package org.tornadonn.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadingBenchTest {

  @Test
  void ratiosAreToReadingBetweenTheSteps() {
    var rates = new LinkedHashMap<Integer, Median>();
    rates.put(0, Median.of(DoubleStream.of(100)));
    rates.put(2, Median.of(DoubleStream.of(150, 180, 160)));
    var lines =
        new LoadingBench.Rates(Median.of(DoubleStream.of(200)), rates).text().lines().toList();
    assertEquals(4, lines.size());
    assertTrue(lines.get(1).matches("the training thread +100 +1.00 *"), lines.get(1));
    assertTrue(lines.get(2).matches("2 workers +160 +1.60 ±9%"), lines.get(2));
    assertTrue(lines.get(3).matches("nobody: all in memory +200 +2.00 *"), lines.get(3));
  }

  @Test
  void everyWayOfReadingIsMeasured(@TempDir Path folder) throws IOException {
    var rates = new LoadingBench(4, 8, 1).run(folder);
    assertEquals(Set.of(0, 1, 2, 4), rates.byWorkers().keySet());
    assertTrue(rates.byWorkers().values().stream().allMatch(rate -> rate.value() > 0));
  }
}
