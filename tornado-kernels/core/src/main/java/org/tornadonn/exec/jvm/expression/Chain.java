package org.tornadonn.exec.jvm.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tornadonn.op.elementwise.Operand;
import org.tornadonn.plan.Kernel;

/**
 * Elementwise kernels that follow each other, as one expression: what one of them writes and others
 * read stays in registers.
 */
public final class Chain {

  /** Beyond, no kernel is added: more would need registers that no CPU has. */
  private static final int ENOUGH_LINES = 250;

  private static final int ENOUGH_ARRAYS = 12;

  /**
   * What is known of an operand or result.
   *
   * @param read the number of the array that it is read from, or −1 if it was written before
   * @param kernel which uses it like this
   * @param index which of its operands it is there, or −1 for its result
   */
  private record Known(Operand operand, Term term, int read, int kernel, int index) {

    Operand in(List<Elementwise> kernels) {
      return kernels.get(kernel).operands().get(index);
    }
  }

  private final Draft draft = new Draft();
  private final List<Known> reads = new ArrayList<>();
  private final List<Known> known = new ArrayList<>();
  private int kernels;

  private Chain() {}

  /**
   * How many kernels can run as one, from the first one on; 0 if the first is no expression.
   *
   * @param kernels on arrays of which no two buffers have the same
   */
  public static int length(List<@Nullable Kernel> kernels) {
    var chain = new Chain();
    int size = kernels.getFirst() == null ? 0 : kernels.getFirst().size();
    for (var kernel : kernels) {
      var next = kernel == null || kernel.size() != size ? null : Elementwise.of(kernel);
      if (next == null || !chain.takes(next)) {
        break;
      }
      chain.add(next);
    }
    return chain.kernels;
  }

  /** A kernel by itself as a loop, or null if it is no expression. */
  public static @Nullable ChainLoop of(Kernel kernel) {
    return of(List.of(kernel), List.of(kernel));
  }

  /**
   * Kernels as one loop, or null if they are no expression.
   *
   * @param known the kernels on arrays of which no two buffers have the same
   * @param bound the kernels on the arrays that they have; an empty one is not written
   */
  public static @Nullable ChainLoop of(List<? extends Kernel> known, List<? extends Kernel> bound) {
    var chain = new Chain();
    var at = new ArrayList<Elementwise>();
    for (int i = 0; i < known.size(); i++) {
      var next = Elementwise.of(known.get(i));
      var there = Elementwise.of(bound.get(i));
      if (next == null || there == null || !chain.takes(next)) {
        return null;
      }
      chain.add(next);
      at.add(there);
    }
    return chain.loop(at);
  }

  /** Whether a kernel has to do with those before it, and needs no other elements than they do. */
  private boolean takes(Elementwise e) {
    if (kernels == 0) {
      return true;
    }
    boolean shares = false;
    for (var operand : e.operands()) {
      boolean isKnown = find(operand) != null;
      if (!isKnown && known.stream().anyMatch(k -> k.read < 0 && sameArray(k, operand))) {
        return false;
      }
      shares |= isKnown;
    }
    var y = e.result();
    boolean apart =
        Stream.concat(known.stream().map(Known::operand), e.operands().stream())
            .allMatch(o -> o.array() != y.array() || o.equals(y));
    return shares && apart && draft.length() < ENOUGH_LINES && reads.size() < ENOUGH_ARRAYS;
  }

  private static boolean sameArray(Known k, Operand operand) {
    return k.operand.array() == operand.array();
  }

  private @Nullable Known find(Operand operand) {
    for (var k : known) {
      if (k.operand.equals(operand)) {
        return k;
      }
    }
    return null;
  }

  private void add(Elementwise e) {
    var terms = new ArrayList<Term>();
    for (int i = 0; i < e.operands().size(); i++) {
      var operand = e.operands().get(i);
      var k = find(operand);
      if (k == null) {
        int number = reads.size();
        var term = operand.count() == 1 ? draft.repeat(number) : draft.read(number);
        k = new Known(operand, term, number, kernels, i);
        known.add(k);
        reads.add(k);
      }
      terms.add(k.term);
    }
    var y = e.result();
    known.removeIf(k -> k.operand.equals(y));
    known.add(new Known(y, e.formula().of(terms), -1, kernels, -1));
    kernels++;
  }

  private ChainLoop loop(List<Elementwise> bound) {
    int size = bound.getFirst().size();
    var results = new ArrayList<Operand>();
    var terms = new ArrayList<Term>();
    for (var k : known) {
      if (k.read < 0) {
        var y = bound.get(k.kernel).result();
        if (y.array().length > 0) {
          results.add(y);
          terms.add(k.term);
        }
      }
    }
    var expression = draft.results(reads.size(), terms);
    var operands = reads.stream().map(k -> k.in(bound)).toList();
    return new ChainLoop(VectorLoop.of(expression), operands, results, size);
  }
}
