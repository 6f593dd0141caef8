package org.tornadonn.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.tornadonn.train.Ceilings;

class TableTest {

  private static final Work WORK = Work.parse("lenet/28/64/train");

  private static final List<Contender> PEERS =
      List.of(peer("quick", true), peer("slow", true), peer("predicts", false));

  private static Contender peer(String name, boolean trains) {
    return new JvmContender(name, "<a peer>", name, trains, trains, false, Map.of(), List.of());
  }

  private static Round round(double ours, double quick, double slow) {
    return new Round(
        new Ceilings(WORK.flops() * 1000, List.of(new Ceilings.CopySpeed(1, 1))),
        Map.of(
            TornadoNn.NAME,
            measurement(ours),
            "quick",
            measurement(quick),
            "slow",
            measurement(slow)));
  }

  private static Measurement measurement(double perSecond) {
    return new Measurement(perSecond, new float[0], "");
  }

  private static Result result(Map<String, String> disagreements) {
    var rounds = List.of(round(100, 200, 50), round(10, 40, 5), round(300, 300, 75));
    return new Result(WORK, rounds, Map.of(), disagreements);
  }

  @Test
  void ratiosAreFormedWithinRounds() {
    var ratio = result(Map.of()).ratio("quick").orElseThrow();
    assertEquals(new Median(0.5, 0.25, 1), ratio);
    assertEquals(0.1, result(Map.of()).ofPeak(TornadoNn.NAME).orElseThrow().value(), 1e-9);
  }

  @Test
  void aLineSaysWhoIsFaster() {
    var line = new Table(PEERS, List.of(result(Map.of()))).toString().lines().toList().get(1);
    assertEquals(
        List.of("6400", "±145%", "10%", "0.50", "±75%", "2.00", "±50%", "–", "0.50"),
        List.of(line.substring(line.indexOf("train") + 5).strip().split(" +")));
  }

  @Test
  void aPeerThatComputesSomethingElseIsMarked() {
    var table = new Table(PEERS, List.of(result(Map.of("slow", "the first loss is 1")))).toString();
    assertTrue(table.contains("2.00 ±50% ≠"), table);
    assertTrue(table.contains("slow: the first loss is 1"), table);
  }

  @Test
  void thePictureIsWellFormed() throws Exception {
    var table = new Table(PEERS, List.of(result(Map.of())));
    var svg = new Picture(new Machine("<processor>", 2, "25", 0, "2026-11-22", ""), table).svg();
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    // The background, and for each of three peers a key and, for those that can train, a bar.
    assertEquals(1 + 3 + 2, document.getElementsByTagName("rect").getLength());
  }
}
