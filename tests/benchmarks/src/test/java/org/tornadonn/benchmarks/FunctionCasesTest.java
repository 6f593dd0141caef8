package org.tornadonn.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.tornadonn.op.F;

class FunctionCasesTest {

  /** Nothing runs, or what others stand for: indexSelect and interpolate are maps of axes. */
  private static final Set<String> UNMEASURED =
      Set.of("flatten", "unflatten", "squeeze", "unsqueeze", "fullLike", "axisMap");

  @Test
  void everyFunctionIsMeasured() throws Exception {
    var functions = new TreeSet<String>();
    for (var method : F.class.getDeclaredMethods()) {
      if (Modifier.isPublic(method.getModifiers())) {
        functions.add(method.getName());
      }
    }
    functions.removeAll(UNMEASURED);
    functions.removeAll(called());
    assertEquals(
        Set.of(), functions, "functions of F without a case: scripts/bench --functions needs one");
  }

  @Test
  void noTwoCasesHaveOneName() {
    var names = FunctionCases.all().stream().map(FunctionCase::name).toList();
    assertEquals(new HashSet<>(names).size(), names.size());
  }

  /** The functions that the cases name, by their class files. */
  private static Set<String> called() throws Exception {
    var owner = F.class.getName().replace('.', '/');
    var type = FunctionCases.class.getResource("FunctionCases.class");
    var folder = Path.of(Objects.requireNonNull(type).toURI());
    var called = new HashSet<String>();
    try (var files = Files.list(folder.getParent())) {
      for (var file : files.filter(f -> f.toString().endsWith("Cases.class")).toList()) {
        for (var entry : ClassFile.of().parse(file).constantPool()) {
          if (entry instanceof MemberRefEntry member
              && member.owner().asInternalName().equals(owner)) {
            called.add(member.name().stringValue());
          }
        }
      }
    }
    return called;
  }
}
