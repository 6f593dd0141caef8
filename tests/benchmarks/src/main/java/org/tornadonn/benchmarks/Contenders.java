package org.tornadonn.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The peers that this machine can measure, in the order of the table's columns. */
final class Contenders {

  private Contenders() {}

  /**
   * All peers.
   *
   * @param python the interpreter in which PyTorch may be
   */
  static List<Contender> peers(String python) {
    var peers = new ArrayList<Contender>();
    peers.add(
        new JvmContender(
            "onnxruntime",
            "ONNX Runtime in Java",
            "onnxruntime",
            false,
            false,
            false,
            Map.of(),
            List.of()));
    peers.add(djl("djl", "PyTorch through DJL, as it comes", "djl", Map.of()));
    for (var allocator : Allocator.all()) {
      var name = "djl-" + allocator.name();
      var environment = allocator.environment();
      peers.add(
          djl(name, "PyTorch through DJL, allocator " + allocator.name(), "djl", environment));
      peers.add(
          djl(
              name + "-cl",
              "PyTorch through DJL, allocator " + allocator.name() + ", channels_last",
              "djl-channels-last",
              environment));
    }
    peers.add(
        new JvmContender(
            "dl4j",
            "Deeplearning4j with oneDNN",
            "dl4j",
            true,
            false,
            true,
            Map.of(),
            List.of(
                "-Dorg.bytedeco.javacpp.platform.extension=" + extension(),
                "-Dorg.bytedeco.javacpp.maxBytes=0",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0")));
    PythonContender.find(python).ifPresent(peers::add);
    return peers;
  }

  private static JvmContender djl(
      String name, String description, String library, Map<String, String> environment) {
    return new JvmContender(
        name,
        description,
        library,
        true,
        true,
        true,
        environment,
        List.of("-Dai.djl.offline=true", "-DOPT_OUT_TRACKING=true"));
  }

  /** Which of Deeplearning4j's native builds this processor can run. */
  private static String extension() {
    return cpuFlags().contains(" avx512f ") ? "-onednn-avx512" : "-onednn-avx2";
  }

  private static String cpuFlags() {
    try {
      return Files.readString(Path.of("/proc/cpuinfo"));
    } catch (IOException e) {
      return "";
    }
  }
}
