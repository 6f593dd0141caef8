package org.tornadonn.exec.jvm.expression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tornadonn.exec.jvm.expression.Instruction.What;

/** An {@link Expression} that is being written down; what stands there already is used again. */
final class Draft {

  private final List<Instruction> lines = new ArrayList<>();
  private final Map<Instruction, Integer> places = new HashMap<>();

  /** Neighbouring floats of an array. */
  Term read(int array) {
    return new Term(this, line(What.READ, array));
  }

  /** One float of an array, for all elements. */
  Term repeat(int array) {
    return new Term(this, line(What.REPEAT, array));
  }

  /** A constant. */
  Term number(float number) {
    return new Term(this, line(What.NUMBER, Float.floatToRawIntBits(number)));
  }

  /** A constant of 32 bits. */
  Bits bits(int number) {
    return new Bits(this, line(What.INT_NUMBER, number));
  }

  int line(What what, int number, int... operands) {
    int a = operands.length > 0 ? operands[0] : -1;
    int b = operands.length > 1 ? operands[1] : -1;
    int c = operands.length > 2 ? operands[2] : -1;
    return places.computeIfAbsent(
        new Instruction(what, a, b, c, number),
        instruction -> {
          lines.add(instruction);
          return lines.size() - 1;
        });
  }

  /** How many instructions there are. */
  int length() {
    return lines.size();
  }

  /**
   * The expression with these results.
   *
   * @param reads how many arrays it reads
   */
  Expression results(int reads, List<Term> results) {
    return new Expression(lines, results.stream().map(Term::line).toList(), reads + results.size());
  }
}
