package org.tornadonn.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.tornadonn.train.Optimizer;
import org.tornadonn.train.Stepping;

/** Real processes: Spark's master, its workers, and their executors. */
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StandaloneClusterTest {

  private static final boolean LONG = Boolean.getBoolean("tornadonn.long");
  private static final Lesson LESSON = new Lesson(Lesson.masked(), Optimizer.adam(0.01f), 4, 3);

  @TempDir private static Path home;
  private static StandaloneCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = new StandaloneCluster(home, 2, LONG ? 2 : 1);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static Set<Long> executors(JavaSparkContext spark) {
    var pids =
        spark
            .parallelize(List.of(1, 2, 3, 4, 5, 6), 6)
            .map(
                _ -> {
                  Thread.sleep(100);
                  return ProcessHandle.current().pid();
                })
            .collect();
    return new TreeSet<>(pids);
  }

  @Test
  @EnabledIfSystemProperty(named = "tornadonn.long", matches = "true")
  void anyNumberOfExecutorsGivesTheWeightsOfOneMachine() {
    var alone = LESSON.train(Stepping.LOCAL, 2);
    for (int count = 1; count <= 3; count++) {
      try (var spark = cluster.connect(count)) {
        assertEquals(count, executors(spark).size());
        var together = LESSON.train(new SparkTrainer(spark).on("jvm"), 2);
        assertEquals(alone.losses(), together.losses());
        assertArrayEquals(alone.values(), together.values());
      }
    }
  }

  @Test
  void anExecutorThatIsKilledCostsARetryAndNothingElse() {
    var alone = LESSON.train(Stepping.LOCAL, 2);
    try (var spark = cluster.connect(2)) {
      var before = executors(spark);
      assertEquals(2, before.size());
      var victim = before.iterator().next();
      var together =
          LESSON.train(
              new SparkTrainer(spark).on("jvm"),
              2,
              progress -> {
                if (progress.epoch() == 1 && progress.step() == 2) {
                  assertTrue(ProcessHandle.of(victim).orElseThrow().destroyForcibly());
                }
              });
      assertNotEquals(before, executors(spark), "one of them is another process");
      assertEquals(alone.losses(), together.losses());
      assertArrayEquals(alone.values(), together.values());
    }
  }
}
