package org.tornadonn.exec.jvm.expression;

import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.tornadonn.op.activation.ELU;
import org.tornadonn.op.activation.Hardswish;
import org.tornadonn.op.activation.Hardtanh;
import org.tornadonn.op.activation.Softplus;
import org.tornadonn.op.elementwise.Binary;
import org.tornadonn.op.elementwise.Clamp;
import org.tornadonn.op.elementwise.Unary;

/** Every function of one or two numbers that stands in {@code op.elementwise}, and some more. */
final class FunctionsOfNumbers {

  private FunctionsOfNumbers() {}

  static List<Object> all() throws Exception {
    var all = new ArrayList<Object>();
    all.add(new Clamp(-1, 2));
    all.add(new Hardtanh(-1, 2));
    all.add(new Hardswish());
    all.add(new ELU(1.5f, 2, 0.5f));
    all.add(new Softplus(2, 20));
    var resource = Unary.class.getResource("Unary.class");
    var folder =
        Objects.requireNonNull(Path.of(Objects.requireNonNull(resource).toURI()).getParent());
    try (var files = Files.list(folder)) {
      for (var file : files.sorted().toList()) {
        var name = String.valueOf(file.getFileName());
        if (name.endsWith(".class")) {
          var type =
              Class.forName(
                  Unary.class.getPackageName() + "." + name.substring(0, name.length() - 6));
          if ((Unary.class.isAssignableFrom(type) || Binary.class.isAssignableFrom(type))
              && !Modifier.isAbstract(type.getModifiers())
              && type.getRecordComponents().length == 0) {
            var constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            all.add(constructor.newInstance());
          }
        }
      }
    }
    return all;
  }
}
