package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tornadonn.op.convolution.Conv2d;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.Operation;

/** Every operation and every kernel of the library is in this suite: fails until a new one is. */
class CompletenessTest {

  @Test
  void everyOperationHasCases() throws Exception {
    var tested =
        OperationCases.chosen().stream()
            .map(c -> c.graph().nodes().getFirst().operation().getClass())
            .filter(CompletenessTest::isInLibrary)
            .map(CompletenessTest::name)
            .collect(Collectors.toCollection(TreeSet::new));
    FunctionCases.chosen().forEach(c -> tested.addAll(operations(c)));
    assertEquals(library(Operation.class), tested);
  }

  @Test
  void everyKernelRunsInACase() throws Exception {
    // Those of clipping are driven by ClippingTest, and those that are part of no operation by
    // SmallKernelTest and CeilingsTest.
    var tested = new TreeSet<>(Set.of("update.Assign", "update.MovingAverage", "linear.FmaChains"));
    OptimizerCases.all().forEach(c -> tested.add(name(c.kernel().getClass())));
    ClippingTest.kernels().forEach(kernel -> tested.add(name(kernel.getClass())));
    Stream.of(OperationCases.chosen(), TwiceCases.all(), FunctionCases.chosen())
        .flatMap(List::stream)
        .forEach(
            c -> {
              var lowering = Lowering.gradients(c.graph(), c.loss(), c.result());
              var memory = OwnMemory.of(lowering, c);
              lowering.plan().calls().stream()
                  .map(call -> call.bind(memory))
                  .flatMap(kernel -> Stream.of(kernel, Covering.loop(kernel)))
                  .map(Kernel::getClass)
                  .filter(CompletenessTest::isInLibrary)
                  .forEach(kernel -> tested.add(name(kernel)));
            });
    assertEquals(library(Kernel.class), tested);
  }

  private static List<String> operations(GraphCase c) {
    return c.graph().nodes().stream()
        .map(node -> node.operation().getClass())
        .filter(CompletenessTest::isInLibrary)
        .map(CompletenessTest::name)
        .toList();
  }

  private static boolean isInLibrary(Class<?> type) {
    return type.getPackageName().startsWith("org.tornadonn.op.");
  }

  /** The name behind that of the rooms: {@code elementwise.Exp$Map}. */
  private static String name(Class<?> type) {
    return type.getName().substring("org.tornadonn.op.".length());
  }

  /** The names of the library's classes of a kind, read from its jar or class folder. */
  private static Set<String> library(Class<?> kind) throws Exception {
    var source = Path.of(Conv2d.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(source)) {
      return classes(source, kind);
    }
    try (var jar = FileSystems.newFileSystem(URI.create("jar:" + source.toUri()), Map.of())) {
      return classes(jar.getPath("/"), kind);
    }
  }

  private static Set<String> classes(Path root, Class<?> kind)
      throws IOException, ClassNotFoundException {
    var names = new TreeSet<String>();
    try (var files = Files.walk(root.resolve("org/tornadonn/op"))) {
      for (var file : files.map(f -> root.relativize(f).toString()).toList()) {
        if (file.endsWith(".class") && !file.endsWith("package-info.class")) {
          var type = Class.forName(file.replace(".class", "").replace('/', '.'));
          if (kind.isAssignableFrom(type) && !type.isInterface()) {
            names.add(name(type));
          }
        }
      }
    }
    return names;
  }
}
