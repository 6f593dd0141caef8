package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java code of README and docs compiles without a warning, and runs. */
class GuidesTest {

  private static final Path ROOT = Path.of("../..");

  @TempDir Path folder = Path.of(".");

  private static final class Source extends SimpleJavaFileObject {

    private final String text;

    Source(String name, String text) {
      super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreErrors) {
      return text;
    }
  }

  /** All but the guide to Spark, whose code needs Spark's jars. */
  private static List<Guide> guides() throws Exception {
    var guides = new ArrayList<Guide>();
    guides.add(Guide.of("readme", Files.readString(ROOT.resolve("README.md"))));
    try (var pages = Files.list(ROOT.resolve("docs"))) {
      for (var page : pages.filter(GuidesTest::isGuide).sorted().toList()) {
        var name = page.getFileName().toString().replace(".md", "").replace("-", "");
        guides.add(Guide.of(name, Files.readString(page)));
      }
    }
    return guides;
  }

  private static boolean isGuide(Path page) {
    return page.toString().endsWith(".md") && !page.endsWith("spark.md");
  }

  private void compile(List<Source> sources) {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var messages = new StringWriter();
    boolean done =
        compiler
            .getTask(
                messages,
                null,
                null,
                List.of(
                    "-g",
                    "-proc:none",
                    "-Xlint:all,-classfile,-processing",
                    "-Werror",
                    "-d",
                    folder.toString(),
                    "-classpath",
                    classPath()),
                null,
                sources)
            .call();
    assertTrue(done, messages.toString());
  }

  /** What is compiled here, and what the tests have. */
  private String classPath() {
    return folder + File.pathSeparator + System.getProperty("java.class.path");
  }

  private String run(List<String> guides) throws Exception {
    var all = new StringBuilder();
    guides.forEach(name -> all.append(name).append(".Main.main(args);\n"));
    compile(
        List.of(
            new Source(
                "Guides",
                "class Guides { public static void main(String[] args) throws Exception {\n%s} }"
                    .formatted(all))));
    var output = folder.resolve("output.txt");
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                classPath(),
                "Guides")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertTrue(process.waitFor(120, TimeUnit.SECONDS), "the guides do not end");
    var text = Files.readString(output);
    assertEquals(0, process.exitValue(), text);
    assertFalse(text.contains("Unsafe"), text);
    return text;
  }

  @Test
  void theCodeCompilesAndRuns() throws Exception {
    var imports = Guide.imports(Files.readString(ROOT.resolve("docs/models.md")));
    var sources = new ArrayList<Source>();
    var named = new ArrayList<String>();
    for (var guide : guides()) {
      assertFalse(guide.statements().isEmpty(), guide.name() + " has no code");
      guide.sources(imports).forEach((name, text) -> sources.add(new Source(name, text)));
      named.add(guide.name());
    }
    assertTrue(named.size() >= 7, named.toString());
    compile(sources);
    var said = run(named);
    for (var part :
        List.of("step 100: loss", "conv.0.weight", "epoch 5: loss", "class ", "true\ntrue")) {
      assertTrue(said.contains(part), part + " is not in\n" + said);
    }
  }
}
