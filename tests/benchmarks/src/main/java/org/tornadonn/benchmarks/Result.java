package org.tornadonn.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What the rounds of one work came to.
 *
 * @param failures why contenders are missing, by their names
 * @param disagreements how answers differ from ours, by the names of those who gave them
 */
record Result(
    Work work,
    List<Round> rounds,
    Map<String, String> failures,
    Map<String, String> disagreements) {

  Result {
    rounds = List.copyOf(rounds);
    failures = Map.copyOf(failures);
    disagreements = Map.copyOf(disagreements);
  }

  /** Samples per second of a contender, if it was measured in every round. */
  Optional<Median> samples(String name) {
    return over(round -> work.batch() * measurement(round, name).perSecond(), name);
  }

  /** Our throughput by that of a peer, formed within each round: above 1 we are faster. */
  Optional<Median> ratio(String peer) {
    return over(
        round ->
            measurement(round, TornadoNn.NAME).perSecond() / measurement(round, peer).perSecond(),
        TornadoNn.NAME,
        peer);
  }

  /** The share of the FMA peak of the same round, counted as direct convolution. */
  Optional<Median> ofPeak(String name) {
    return over(
        round -> work.flops() * measurement(round, name).perSecond() / round.ceilings().flops(),
        name);
  }

  /** The fastest of some contenders, among those that were measured. */
  Optional<String> fastest(List<String> names) {
    var rates = new LinkedHashMap<String, Double>();
    for (var name : names) {
      samples(name).ifPresent(median -> rates.put(name, median.value()));
    }
    return rates.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
  }

  private static Measurement measurement(Round round, String name) {
    return java.util.Objects.requireNonNull(round.measured().get(name));
  }

  private Optional<Median> over(ToDoubleFunction<Round> number, String... names) {
    boolean complete =
        !rounds.isEmpty()
            && rounds.stream()
                .allMatch(round -> round.measured().keySet().containsAll(List.of(names)));
    return complete
        ? Optional.of(Median.of(rounds.stream().mapToDouble(number)))
        : Optional.empty();
  }
}
