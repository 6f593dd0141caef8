package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.invoke.LambdaMetafactory;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A task compiled against tornado-api-classes says which kernel it is: TornadoVM 6 asks it. */
class SerializableTasksTest {

  @ParameterizedTest
  @ValueSource(classes = {SwishForward.class, SwishGradient.class})
  void aTaskIsSerializable(Class<?> kernel) throws Exception {
    var classes = Path.of(kernel.getProtectionDomain().getCodeSource().getLocation().toURI());
    var file = classes.resolve(kernel.getName().replace('.', '/') + ".class");
    var tasks = new ArrayList<InvokeDynamicInstruction>();
    for (var method : ClassFile.of().parse(file).methods()) {
      for (var element : method.code().orElseThrow()) {
        if (element instanceof InvokeDynamicInstruction call
            && call.type().stringValue().contains("TornadoFunctions$Task")) {
          tasks.add(call);
        }
      }
    }
    assertFalse(tasks.isEmpty());
    for (var task : tasks) {
      assertEquals("altMetafactory", task.bootstrapMethod().methodName());
      assertTrue(
          ((Integer) task.bootstrapArgs().get(3) & LambdaMetafactory.FLAG_SERIALIZABLE) != 0);
    }
  }
}
