package org.tornadonn.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadonn.exec.jvm.JvmExecutor;

class WorkTest {

  @Test
  void namesCanBeRead() {
    for (var work :
        Work.of(List.of(Network.values()), List.of(64, 480), List.of(1, 8), List.of(true, false))) {
      assertEquals(work, Work.parse(work.name()));
    }
  }

  @Test
  void countsDirectConvolution() {
    assertEquals(5.71e9, Work.parse("orientation/480/1/infer").flops(), 0.01e9);
  }

  @Test
  void everyOperationRunsByItself() {
    var calls = TrainingCalls.of(Work.parse("orientation/32/1/train"));
    assertTrue(calls.operations().contains("conv.3 conv2d weight gradient"));
    assertTrue(calls.operations().contains("adam update"));
    try (var executor = new JvmExecutor()) {
      for (var operation : calls.operations()) {
        var plan = calls.plan(operation);
        assertTrue(!plan.calls().isEmpty(), operation);
        executor.load(List.of(plan), TrainingCalls.operands(plan)).run(plan);
      }
    }
  }

  @Test
  void installedAllocatorsAreFound(@TempDir Path folder) throws Exception {
    assertEquals(List.of(), Allocator.installed(List.of(folder)));
    var library = Files.createFile(folder.resolve("libjemalloc.so.2"));
    var found = Allocator.installed(List.of(Path.of("/nowhere"), folder));
    assertEquals("jemalloc", found.getFirst().name());
    assertEquals(library.toString(), found.getFirst().environment().get("LD_PRELOAD"));
  }
}
