package org.tornadonn.fuzz;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Gives inputs to a target, and keeps those that fail: one for each way of failing. */
final class Fuzzer {

  /** So many ways of failing are enough for a day. */
  private static final int MOST_FINDINGS = 12;

  /** How often a finding is read to make it smaller. */
  private static final int SHRINKING = 300;

  private final Target target;
  private final Path folder;

  /**
   * A fuzzer.
   *
   * @param folder where inputs are put for readers of files
   */
  Fuzzer(Target target, Path folder) {
    this.target = target;
    this.folder = folder;
  }

  /** What is wrong with the target's valid inputs; empty if it reads them all. */
  List<String> unreadSeeds() {
    try (var reading = new Reading(target, folder)) {
      var unread = new ArrayList<String>();
      int number = 0;
      for (var seed : target.seeds()) {
        var thrown = reading.of(seed).thrown();
        if (thrown != null) {
          unread.add("%s, seed %d: %s".formatted(target.name(), number, thrown));
        }
        number++;
      }
      return unread;
    }
  }

  /** Runs inputs by their numbers, as far as one that takes too long: others might, too. */
  List<Finding> run(LongStream numbers) {
    var findings = new LinkedHashMap<String, Finding>();
    try (var reading = new Reading(target, folder)) {
      for (long number : (Iterable<Long>) numbers.boxed()::iterator) {
        byte[] input = target.input(Choices.of(target.name(), number));
        var verdict = verdict(reading, input).orElse(null);
        if (verdict == null || findings.containsKey(verdict.kind())) {
          continue;
        }
        boolean isSlow = verdict.kind().equals(Verdict.TIME);
        byte[] kept = isSlow ? input : smaller(reading, input, verdict);
        findings.put(verdict.kind(), new Finding(target, number, kept, verdict));
        if (isSlow || findings.size() == MOST_FINDINGS) {
          break;
        }
      }
    }
    return List.copyOf(findings.values());
  }

  /** What takes too long or too much is read once more: machines are noisy, and classes load. */
  private Optional<Verdict> verdict(Reading reading, byte[] input) {
    var outcome = reading.of(input);
    var verdict = Verdict.of(target, input, reading.file(), outcome);
    boolean isMeasured =
        verdict.isPresent()
            && outcome.nanoseconds() != Outcome.ENDLESS
            && List.of(Verdict.TIME, Verdict.MEMORY).contains(verdict.get().kind());
    return isMeasured ? Verdict.of(target, input, reading.file(), reading.of(input)) : verdict;
  }

  /** Cuts out whatever can go while the input fails in the same way. */
  private byte[] smaller(Reading reading, byte[] input, Verdict wrong) {
    byte[] smallest = input;
    int tries = SHRINKING;
    for (int size = input.length / 2; size > 0 && tries > 0; size /= 2) {
      for (int from = 0; from < smallest.length && tries > 0; tries--) {
        int to = Math.min(smallest.length, from + size);
        byte[] less = Mutation.replace(smallest, from, to, new byte[0]);
        var verdict = Verdict.of(target, less, reading.file(), reading.of(less));
        if (verdict.isPresent() && verdict.get().kind().equals(wrong.kind())) {
          smallest = less;
        } else {
          from = to;
        }
      }
    }
    return smallest;
  }
}
