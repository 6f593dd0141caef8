package org.tornadonn.cli.machine;

import com.fasterxml.jackson.databind.JsonNode;
import org.tornadonn.cli.show.Json;
import org.tornadonn.exec.tornado.driver.Missing;

/** What to do about a backend that is missing, from {@code next-steps.json}. */
record NextSteps(JsonNode table, OperatingSystem system) {

  static NextSteps on(OperatingSystem system) {
    return new NextSteps(Json.resource(NextSteps.class, "next-steps.json"), system);
  }

  /** The step for one backend: its own, or else that of any other. */
  String of(Missing missing) {
    var backends = table.get(missing.cause().name());
    var own = backends.path(missing.backend()).path(system.key());
    var step = own.isMissingNode() ? backends.get("other").get(system.key()) : own;
    return step.asText().replace("{backend}", missing.backend());
  }
}
