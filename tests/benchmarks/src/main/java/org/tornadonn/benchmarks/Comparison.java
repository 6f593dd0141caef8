package org.tornadonn.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures works with this library and its peers in turn, round after round: what the machine does
 * to one of them, it does to its neighbours too.
 *
 * @param progress where each measurement is told
 */
record Comparison(List<Contender> peers, int rounds, Fork fork, PrintStream progress) {

  /** Measures one work. */
  Result of(Work work) throws Fork.Failure {
    var failures = new LinkedHashMap<String, String>();
    var differences = new LinkedHashMap<String, String>();
    var done = new ArrayList<Round>();
    for (int r = 1; r <= rounds; r++) {
      progress.printf("%s, round %d of %d:", work, r, rounds);
      var measured = new LinkedHashMap<String, Measurement>();
      var ceilings = fork.ceilings(work);
      var ours = fork.measure(JvmContender.ours(), work);
      measured.put(TornadoNn.NAME, ours);
      tell(TornadoNn.NAME, work, ours);
      for (var peer : inTurn(r)) {
        if (peer.does(work) && !failures.containsKey(peer.name())) {
          measure(peer, work, ours, measured, failures, differences);
        }
      }
      progress.println();
      done.add(new Round(ceilings, measured));
    }
    return new Result(work, done, failures, differences);
  }

  /** Every second round runs backwards, so that no peer is always the farthest from ours. */
  private List<Contender> inTurn(int round) {
    return round % 2 == 1 ? peers : peers.reversed();
  }

  private void measure(
      Contender peer,
      Work work,
      Measurement ours,
      Map<String, Measurement> measured,
      Map<String, String> failures,
      Map<String, String> differences) {
    try {
      var measurement = fork.measure(peer, work);
      measured.put(peer.name(), measurement);
      tell(peer.name(), work, measurement);
      Agreement.difference(work, ours.first(), measurement.first())
          .ifPresent(difference -> differences.put(peer.name(), difference));
    } catch (Fork.Failure e) {
      failures.put(peer.name(), String.valueOf(e.getMessage()));
      progress.printf(" %s failed;", peer.name());
    }
    progress.flush();
  }

  private void tell(String name, Work work, Measurement measurement) {
    progress.printf(
        " %s %s/s%s;",
        name,
        Digits.three(work.batch() * measurement.perSecond()),
        measurement.note().isEmpty() ? "" : " (" + measurement.note() + ")");
    progress.flush();
  }
}
