package org.tornadonn.exec.jvm.expression;

import java.util.List;
import java.util.StringJoiner;

/**
 * What is computed for each element: instructions, each of which uses what stands above it. Equal
 * ones are the same loop.
 *
 * @param lines the instructions; arrays that they read are numbered from 0
 * @param results the lines that are written, to the arrays behind those that are read
 * @param arrays how many arrays there are, read and written
 */
record Expression(List<Instruction> lines, List<Integer> results, int arrays) {

  Expression {
    lines = List.copyOf(lines);
    results = List.copyOf(results);
  }

  /** The number of the array that a result goes to. */
  int array(int result) {
    return arrays - results.size() + result;
  }

  /** One instruction a line: {@code v2 = add v0 v1}. */
  @Override
  public String toString() {
    var text = new StringJoiner("\n");
    for (int i = 0; i < lines.size(); i++) {
      text.add("v" + i + " = " + lines.get(i));
    }
    for (int i = 0; i < results.size(); i++) {
      text.add("x" + array(i) + " = v" + results.get(i));
    }
    return text.toString();
  }
}
