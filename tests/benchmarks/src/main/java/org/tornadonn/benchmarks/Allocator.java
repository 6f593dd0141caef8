package org.tornadonn.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A memory allocator that a native library can be given instead of the system's as it comes.
 *
 * @param environment variables that a process needs for it
 */
record Allocator(String name, Map<String, String> environment) {

  private static final List<String> FOLDERS =
      List.of("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib");

  private static final Map<String, List<String>> FILES =
      Map.of(
          "jemalloc", List.of("libjemalloc.so.2"),
          "tcmalloc", List.of("libtcmalloc_minimal.so.4", "libtcmalloc.so.4"));

  /** glibc's, told to keep what it has and to use huge pages. */
  static Allocator tunedGlibc() {
    return new Allocator(
        "tuned",
        Map.of(
            "GLIBC_TUNABLES",
            "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=4294967296:glibc.malloc.trim_threshold=8589934592"));
  }

  /** The tuned one, and those that are installed. */
  static List<Allocator> all() {
    var all = new ArrayList<Allocator>();
    all.add(tunedGlibc());
    all.addAll(installed(FOLDERS.stream().map(Path::of).toList()));
    return all;
  }

  /** The allocators whose shared libraries are in one of the folders. */
  static List<Allocator> installed(List<Path> folders) {
    var found = new ArrayList<Allocator>();
    FILES.forEach(
        (name, files) ->
            folders.stream()
                .flatMap(folder -> files.stream().map(folder::resolve))
                .filter(Files::exists)
                .findFirst()
                .ifPresent(
                    file -> found.add(new Allocator(name, Map.of("LD_PRELOAD", file.toString())))));
    return found;
  }
}
