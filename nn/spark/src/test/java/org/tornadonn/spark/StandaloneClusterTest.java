package org.tornadonn.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.tornadonn.store.ModelFile;
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

  private static void killOne(JavaSparkContext spark, SparkTrainer trainer) {
    var alone = LESSON.train(Stepping.LOCAL, 2);
    var before = executors(spark);
    assertEquals(2, before.size());
    var victim = before.iterator().next();
    var together =
        LESSON.train(
            trainer,
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

  @Test
  void anExecutorWithoutWorkIsNamedAndOneThatIsKilledCostsARetryAndNothingElse() {
    try (var spark = cluster.connect(2)) {
      assertEquals(2, executors(spark).size());
      var one = new Lesson(Lesson.plain(), Optimizer.sgd(0.05f), 50, 1);
      var said = warnings(() -> one.train(new SparkTrainer(spark).on("jvm"), 2));
      assertEquals(1, said.lines().count(), said);
      assertTrue(said.contains("There are 2 executors, but a step has work for 1"), said);
      assertEquals("", warnings(() -> LESSON.train(new SparkTrainer(spark).on("jvm"), 1)));
      killOne(spark, new SparkTrainer(spark).on("jvm"));
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "tornadonn.long", matches = "true")
  void slicesOfAKilledExecutorAreComputedAgain() {
    try (var spark = cluster.connect(2)) {
      killOne(spark, new SparkTrainer(spark).on("jvm").summation(Summation.SLICES));
    }
  }

  @Test
  void sparkSubmitTrainsToTheEnd() throws Exception {
    var rows = new StringBuilder("a,b,kind\n");
    for (int i = 0; i < 32; i++) {
      rows.append("%d,%d,%d%n".formatted(i % 2, i % 3, i % 2));
    }
    var table = Files.writeString(home.resolve("rows.csv"), rows);
    var run = home.resolve("run");
    var said =
        new SparkSubmit(cluster, home)
            .run(
                "train classify --data %s --output %s --hidden 8 --batch 4 --accumulate 2 --epochs 1"
                    .formatted(table, run)
                    .split(" "));
    assertTrue(said.contains("Executor 0 on 127.0.0.1 computes on jvm"), said);
    assertTrue(said.contains("Executor 1 on 127.0.0.1 computes on jvm"), said);
    var model = ModelFile.load(run.resolve("model.safetensors"));
    assertTrue(model.model().values().length > 0);
  }

  private static String warnings(Runnable task) {
    return Words.during(Level.WARN, task);
  }
}
