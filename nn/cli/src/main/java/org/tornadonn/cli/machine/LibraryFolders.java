package org.tornadonn.cli.machine;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where Linux's linker looks for a library: in {@code LD_LIBRARY_PATH}, the folders that {@code
 * /etc/ld.so.conf} names, and its own.
 *
 * @param root the root of the file system
 * @param environment the variables
 */
record LibraryFolders(Path root, Map<String, String> environment) {

  private static final List<String> OWN =
      List.of("lib64", "usr/lib64", "lib", "usr/lib", "usr/local/lib");

  /** Whether a library is there, by its path or by its name. */
  boolean hold(String library) {
    return library.contains("/")
        ? Files.exists(root.resolve(library.replaceFirst("^/+", "")))
        : folders().stream().anyMatch(folder -> Files.exists(folder.resolve(library)));
  }

  private List<Path> folders() {
    var folders = new ArrayList<Path>();
    for (var folder :
        environment.getOrDefault("LD_LIBRARY_PATH", "").split(File.pathSeparator, -1)) {
      if (!folder.isEmpty()) {
        folders.add(Path.of(folder));
      }
    }
    OWN.forEach(folder -> folders.add(root.resolve(folder)));
    addConfigured(root.resolve("etc/ld.so.conf"), folders);
    try (var files = Files.newDirectoryStream(root.resolve("etc/ld.so.conf.d"), "*.conf")) {
      files.forEach(file -> addConfigured(file, folders));
    } catch (IOException e) {
      // There are none.
    }
    return folders;
  }

  private void addConfigured(Path file, List<Path> folders) {
    try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      lines
          .map(String::strip)
          .filter(line -> line.startsWith("/"))
          .forEach(line -> folders.add(root.resolve(line.substring(1))));
    } catch (IOException e) {
      // What cannot be read names nothing.
    }
  }
}
