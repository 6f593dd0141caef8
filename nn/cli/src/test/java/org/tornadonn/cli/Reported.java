package org.tornadonn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The numbers in the page that a run leaves. */
public final class Reported {

  private static final String OPENING = "id=\"run\">";

  private Reported() {}

  public static JsonNode of(Path run) throws IOException {
    var html = Files.readString(run.resolve("report.html"));
    int begin = html.indexOf(OPENING) + OPENING.length();
    return Cli.json(html.substring(begin, html.indexOf("</script>", begin))).getFirst();
  }
}
