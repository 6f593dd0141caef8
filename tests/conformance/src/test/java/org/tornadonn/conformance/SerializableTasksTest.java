package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.Instruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.SerializedLambda;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uk.ac.manchester.tornado.api.common.TornadoFunctions;

/**
 * From 6.0 on, TornadoVM finds the kernel of a task through the serialized form of its lambda,
 * which the compiler writes only for serializable interfaces.
 */
class SerializableTasksTest {

  private static final String TASK = TornadoFunctions.class.getName().replace('.', '/') + "$Task";

  /** Where a lambda for a task is made, and how. */
  private record Lambda(String place, String factory, boolean serializable) {}

  /** What TornadoVM 6 does with a task, to find its kernel. */
  @Test
  void aTaskSaysWhichKernelItIs() throws Exception {
    TornadoFunctions.Task2<float[], Integer> task = SerializableTasksTest::half;
    var replace = task.getClass().getDeclaredMethod("writeReplace");
    replace.setAccessible(true);
    var written = (SerializedLambda) replace.invoke(task);
    assertEquals("half", written.getImplMethodName());
    assertEquals(SerializableTasksTest.class.getName().replace('.', '/'), written.getImplClass());
  }

  private static void half(float[] x, Integer size) {
    for (int i = 0; i < size; i++) {
      x[i] /= 2;
    }
  }

  /** Those of the library, and those of these tests. */
  @ParameterizedTest
  @CsvSource({"org.tornadonn.plan.Kernel, 70", "org.tornadonn.conformance.PrintingKernel, 3"})
  void everyKernelIsOne(Class<?> beside, int atLeast) throws Exception {
    var place = Path.of(beside.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Lambda> lambdas;
    if (Files.isDirectory(place)) {
      lambdas = below(place);
    } else {
      try (var jar = FileSystems.newFileSystem(place)) {
        lambdas = below(jar.getPath("/"));
      }
    }
    assertTrue(lambdas.size() >= atLeast, place + " has " + lambdas.size());
    assertEquals(List.of(), lambdas.stream().filter(lambda -> !lambda.serializable()).toList());
  }

  private static List<Lambda> below(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .flatMap(file -> in(file).stream())
          .toList();
    }
  }

  private static List<Lambda> in(Path file) {
    try {
      var found = new ArrayList<Lambda>();
      var model = ClassFile.of().parse(file);
      for (var method : model.methods()) {
        method.code().stream()
            .flatMap(code -> code.elementStream())
            .filter(element -> element instanceof Instruction)
            .forEach(
                element -> {
                  if (element instanceof InvokeDynamicInstruction call
                      && call.typeSymbol().returnType().descriptorString().startsWith("L" + TASK)) {
                    found.add(
                        new Lambda(
                            file.getFileName() + "." + method.methodName().stringValue(),
                            call.bootstrapMethod().methodName(),
                            isSerializable(call)));
                  }
                });
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSerializable(InvokeDynamicInstruction call) {
    return call.bootstrapMethod().methodName().equals("altMetafactory")
        && ((Integer) call.bootstrapArgs().get(3) & LambdaMetafactory.FLAG_SERIALIZABLE) != 0;
  }
}
