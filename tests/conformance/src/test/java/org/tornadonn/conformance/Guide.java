package org.tornadonn.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The Java code of a page of documentation as one program. A block that begins with an import is a
 * file with types; all other blocks are statements, which follow on each other in {@code main},
 * with the imports that the block {@code ```java imports} of {@code docs/models.md} states.
 *
 * @param name of the package that the program gets
 */
record Guide(String name, List<String> files, String statements) {

  private static final Pattern BLOCK =
      Pattern.compile("^```java( imports)?\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern TYPE = Pattern.compile("^record (\\w+)", Pattern.MULTILINE);

  static Guide of(String name, String markdown) {
    var files = new ArrayList<String>();
    var statements = new StringBuilder();
    BLOCK
        .matcher(markdown)
        .results()
        .filter(block -> block.group(1) == null)
        .map(block -> block.group(2))
        .forEach(
            code -> {
              if (code.startsWith("import ")) {
                files.add(code);
              } else {
                statements.append(code);
              }
            });
    return new Guide(name, files, statements.toString());
  }

  /** The block of imports in a page. */
  static String imports(String markdown) {
    return BLOCK
        .matcher(markdown)
        .results()
        .filter(block -> block.group(1) != null)
        .map(block -> block.group(2))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no block of imports"));
  }

  /** Source files by their names. */
  Map<String, String> sources(String imports) {
    var sources = new LinkedHashMap<String, String>();
    for (var file : files) {
      var type = TYPE.matcher(file);
      if (!type.find()) {
        throw new IllegalStateException("A file without a record:\n" + file);
      }
      sources.put(name + "/" + type.group(1), "package " + name + ";\n" + file);
    }
    sources.put(
        name + "/Main",
        "package %s;%n%s%npublic final class Main { public static void main(String[] args) throws Exception {%n%s%n} }%n"
            .formatted(name, imports, statements));
    return sources;
  }
}
