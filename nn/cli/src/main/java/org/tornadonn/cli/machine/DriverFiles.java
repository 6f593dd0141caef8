package org.tornadonn.cli.machine;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tornadonn.cli.show.Json;

/**
 * The files of one kind of driver on this machine, as {@code drivers.json} says where they lie.
 *
 * @param name OpenCL, CUDA, …
 * @param files what was found
 */
record DriverFiles(String name, List<String> files) {

  /** Looks for the drivers of every kind. */
  static List<DriverFiles> find(OperatingSystem system, Map<String, String> environment) {
    var found = new ArrayList<DriverFiles>();
    for (var driver : Json.resource(DriverFiles.class, "drivers.json")) {
      var place = driver.get(system.key());
      found.add(new DriverFiles(driver.get("name").asText(), files(place, environment)));
    }
    return found;
  }

  private static List<String> files(JsonNode place, Map<String, String> environment) {
    var folders = new ArrayList<String>();
    var variable = environment.getOrDefault(place.get("variable").asText(), "");
    if (!variable.isEmpty()) {
      folders.addAll(List.of(variable.split(File.pathSeparator)));
    }
    if (variable.isEmpty() || !place.get("instead").asBoolean()) {
      place.get("folders").forEach(folder -> folders.add(folder.asText()));
    }
    return folders.stream()
        .distinct()
        .flatMap(folder -> in(folder, place.get("files").asText()).stream())
        .toList();
  }

  private static List<String> in(String folder, String files) {
    if (!folder.isEmpty() && Files.isRegularFile(Path.of(folder))) {
      return List.of(folder); // The loader of OpenCL takes a file for one as well.
    }
    if (folder.isEmpty() || !Files.isDirectory(Path.of(folder))) {
      return List.of();
    }
    var found = new ArrayList<String>();
    try (var stream = Files.newDirectoryStream(Path.of(folder), files)) {
      stream.forEach(file -> found.add(file.toString()));
    } catch (IOException e) {
      return List.of(); // A folder that nobody may read holds nothing for this program.
    }
    found.sort(null);
    return found;
  }
}
