package org.tornadonn.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;
import org.tornadonn.layer.OrientationModel;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The entry point of scripts/bench. */
@Command(
    name = "scripts/bench",
    description = {
      "Measures this library on the plain JVM beside its peers: works in turn, each in a process of"
          + " its own, with the same threads, weights and data; and beside the machine's ceilings.",
      "Writes bench.txt, bench.json and bench.svg."
    },
    mixinStandardHelpOptions = true,
    version = "tornado-nn 0.1.0-SNAPSHOT",
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:something failed, or a peer's first answers differ from ours",
      "2:wrong usage"
    })
public final class Bench implements Callable<Integer> {

  /** What scripts/bench says about the commit that it has built. */
  private static final String COMMIT = "BENCH_COMMIT";

  /** Names the load of the machine before the benchmarks were built. */
  private static final String LOAD = "BENCH_LOAD";

  @Option(
      names = "--networks",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "orientation,classifier,lenet",
      description =
          "orientation, classifier, lenet, resnet18_32 (for pictures of 32 pixels), resnet18,"
              + " resnet50, mobilenet_v2, efficientnet_b0, unet, convnext_tiny, vit_b_16,"
              + " transformer, lstm; all; or ONNX files, with the shape of a sample behind @ where"
              + " they leave it open: rec.onnx@3x48x320. Default: ${DEFAULT-VALUE}.")
  private List<String> networks = List.of();

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "PIXELS",
      defaultValue = "64,128,480",
      description = "Image sizes of the OrientationModel. Default: ${DEFAULT-VALUE}.")
  private List<Integer> sizes = List.of();

  @Option(
      names = "--batches",
      split = ",",
      paramLabel = "N",
      defaultValue = "1,8,32",
      description = "Batches of the OrientationModel and of ONNX files. Default: ${DEFAULT-VALUE}.")
  private List<Integer> batches = List.of();

  private enum Kind {
    TRAIN,
    INFER
  }

  @Option(
      names = "--kinds",
      split = ",",
      paramLabel = "KIND",
      defaultValue = "infer,train",
      description = "Default: ${DEFAULT-VALUE}.")
  private List<Kind> kinds = List.of();

  @Option(
      names = "--peers",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "all",
      description =
          "onnxruntime, djl, djl-tuned, djl-tuned-cl, dl4j, python, and djl with jemalloc or"
              + " tcmalloc where they are installed; all or none. Default: ${DEFAULT-VALUE}.")
  private List<String> names = List.of();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "1",
      description =
          "Of each process, not counted; repeated until the speed stays. Default:"
              + " ${DEFAULT-VALUE}.")
  private double warmUp;

  @Option(
      names = "--seconds",
      paramLabel = "SECONDS",
      defaultValue = "3",
      description = "Of each process, counted. Default: ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--quick",
      description =
          "One round, half a second each: shows that everything works; its figures mean little.")
  private boolean quick;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Of every library. Default: as many as the machine has.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--python",
      paramLabel = "FILE",
      defaultValue = "${env:" + PythonContender.VARIABLE + ":-python3}",
      description =
          "The Python in which PyTorch may be. Default: $"
              + PythonContender.VARIABLE
              + ", else python3.")
  private String python = "python3";

  @Option(
      names = "--operations",
      description =
          "Measures single operations and whole steps of this library with JMH instead, beside the"
              + " ceilings.")
  private boolean operations;

  @Option(
      names = "--functions",
      arity = "0..1",
      paramLabel = "PATTERN",
      fallbackValue = "",
      description =
          "Measures single functions beside PyTorch in Python instead, on one thread each, with and"
              + " without gradients: those whose names contain the regular expression. Fails if one"
              + " takes ten times as long.")
  private @Nullable Pattern functions;

  @Option(
      names = "--loading",
      description =
          "Measures training on pictures that worker threads read ahead instead, beside reading"
              + " them between the steps.")
  private boolean loading;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      defaultValue = "${sys:bench.out:-target/bench}",
      description = "Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("target/bench");

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Runs the command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Bench())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setUsageHelpAutoWidth(true)
            .setParameterExceptionHandler(Bench::wrongUsage)
            .execute(args));
  }

  private static int wrongUsage(ParameterException e, String[] args) {
    e.getCommandLine().getErr().printf("scripts/bench: %s%n", e.getMessage());
    return CommandLine.ExitCode.USAGE;
  }

  @Override
  public Integer call() throws IOException, RunnerException {
    var works = works();
    if (operations) {
      new OperationBench(threads, quick ? 0.5 : 1).run(works, out);
      return CommandLine.ExitCode.OK;
    }
    if (functions != null) {
      var bench = new FunctionBench(python, quick ? 1 : rounds, (quick ? 0.5 : seconds) / 30);
      var rows = bench.run(functions.asPredicate(), out.resolve("functions"));
      return rows.stream().allMatch(row -> row.ratio() < 10)
          ? CommandLine.ExitCode.OK
          : CommandLine.ExitCode.SOFTWARE;
    }
    if (loading) {
      var rates =
          new LoadingBench(quick ? 32 : 256, 64, quick ? 1 : rounds).run(out.resolve("jpeg"));
      System.out.println(rates.text());
      return CommandLine.ExitCode.OK;
    }
    var peers = peers();
    var times = quick ? new Times(0.5, 0.5) : new Times(warmUp, seconds);
    var fork = new Fork(threads, times, out.resolve("processes"));
    var comparison = new Comparison(peers, quick ? 1 : rounds, fork, System.err);
    var results = new ArrayList<Result>();
    var machine = Machine.here(threads, variable(COMMIT), variable(LOAD));
    for (var work : works) {
      try {
        results.add(comparison.of(work));
      } catch (Fork.Failure e) {
        System.err.printf("%nscripts/bench: %s: %s%n", work, e.getMessage());
        return CommandLine.ExitCode.SOFTWARE;
      }
      new Report(machine, times, new Table(peers, results)).write(out);
    }
    System.out.print(new Report(machine, times, new Table(peers, results)).text());
    System.out.printf("Written to %s%n", out);
    boolean fine =
        results.stream().allMatch(r -> r.failures().isEmpty() && r.disagreements().isEmpty());
    return fine ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private List<Work> works() {
    if (rounds < 1 || threads < 1 || warmUp < 0 || seconds <= 0) {
      throw wrong("--rounds and --threads must be at least 1, and times not negative.");
    }
    if (batches.stream().anyMatch(n -> n < 1)) {
      throw wrong("--batches must be at least 1.");
    }
    try {
      sizes.forEach(OrientationModel::input);
      var measured =
          networks.equals(List.of("all"))
              ? List.<Network>of(KnownNetwork.values())
              : networks.stream().map(Network::of).toList();
      var works =
          Work.of(
              measured, sizes, batches, kinds.stream().map(kind -> kind == Kind.TRAIN).toList());
      return works;
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private List<Contender> peers() {
    if (names.equals(List.of("none"))) {
      return List.of();
    }
    var all = Contenders.peers(python);
    if (names.equals(List.of("all"))) {
      if (all.stream().noneMatch(PythonContender.class::isInstance)) {
        System.err.printf(
            "No PyTorch in %s: that peer is left out. --python names another interpreter.%n",
            python);
      }
      return all;
    }
    var known = all.stream().map(Contender::name).collect(Collectors.toSet());
    for (var name : names) {
      if (!known.contains(name)) {
        throw wrong("There is no peer '%s' here: choose from %s.".formatted(name, known));
      }
    }
    return all.stream().filter(peer -> names.contains(peer.name())).toList();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static String variable(String name) {
    return System.getenv().getOrDefault(name, "");
  }
}
