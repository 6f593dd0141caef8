package org.tornadonn.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The commands of classifiers, on the JVM. */
public final class ClassifyCli {

  private ClassifyCli() {}

  public static Cli train(Object... options) {
    var all = new ArrayList<Object>(List.of("train", "classify", "--device", "jvm"));
    all.addAll(List.of(options));
    return Cli.run(all.toArray());
  }

  public static Cli evaluate(Path model, Path data, Object... options) {
    var all = new ArrayList<Object>(List.of("evaluate", "--model", model, "--data", data));
    all.addAll(List.of("--device", "jvm"));
    all.addAll(List.of(options));
    return Cli.run(all.toArray());
  }

  public static Cli predict(Path model, Path file, Object... options) {
    var all = new ArrayList<Object>(List.of("predict", "--model", model, file, "--device", "jvm"));
    all.addAll(List.of(options));
    return Cli.run(all.toArray());
  }

  public static Object[] with(List<Object> options, Object... more) {
    var all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return all.toArray();
  }
}
