package org.tornadonn.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadonn.exec.jvm.JvmExecutor;
import org.tornadonn.plan.Shape;
import org.tornadonn.store.ModelDescription;
import org.tornadonn.store.onnx.OnnxFile;

class WorkTest {

  @Test
  void namesCanBeRead() {
    for (var work :
        Work.of(
            List.of(KnownNetwork.values()),
            List.of(64, 480),
            List.of(1, 8),
            List.of(true, false))) {
      assertEquals(work, Work.parse(work.name()));
    }
  }

  @Test
  void filesAreWorksOfPredictions(@TempDir Path folder) throws Exception {
    var file = folder.resolve("fixed.onnx");
    var model = KnownNetwork.CLASSIFIER.model(0);
    OnnxFile.write(file, model, ModelDescription.CUSTOM);
    var network = Network.of(file.toString());
    var works = Work.of(List.of(network), List.of(64), List.of(2), List.of(true, false));
    assertEquals(List.of(new Work(network, 0, 2, false)), works);
    var work = Work.parse(works.getFirst().name());
    assertEquals(works.getFirst(), work);
    assertEquals(20, work.inputs().length);
    assertEquals(List.of(), network.chain());
    var open = Network.of("/a/b.onnx@3x48x192");
    assertEquals("/a/b.onnx@3x48x192", open.toString());
    assertEquals(new NetworkFile(Path.of("/a/b.onnx"), Shape.of(3, 48, 192)), open);
  }

  @Test
  void whatIsNoNetworkIsSaid() {
    var unknown = assertThrows(IllegalArgumentException.class, () -> Network.of("resnet19"));
    assertTrue(unknown.toString().contains("There is no network 'resnet19': choose from ["));
    var shape = assertThrows(IllegalArgumentException.class, () -> Network.of("a.onnx@3xbig"));
    assertEquals(
        "'3xbig' is no shape of one sample: expected sizes such as 3x224x224.", shape.getMessage());
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
