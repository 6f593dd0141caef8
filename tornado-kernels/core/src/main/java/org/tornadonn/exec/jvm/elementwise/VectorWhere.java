package org.tornadonn.exec.jvm.elementwise;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.tornadonn.op.elementwise.Strips;
import org.tornadonn.op.elementwise.Where;
import org.tornadonn.plan.Loop;

/** {@link Where}, vector by vector. */
public record VectorWhere(Where.Map kernel) implements Loop {

  @Override
  public int size() {
    return kernel.size();
  }

  @Override
  public void run(int from, int to) {
    var k = kernel;
    Strips.run(k.condition(), k.a(), k.b(), k.y(), size(), from, to, VectorWhere::strip);
  }

  private static void strip(
      float[] condition,
      int conditionAt,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] y,
      int from,
      int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      var isFalse =
          FloatVector.fromArray(SPECIES, condition, conditionAt + i).compare(VectorOperators.EQ, 0);
      FloatVector.fromArray(SPECIES, a, aAt + i)
          .blend(FloatVector.fromArray(SPECIES, b, bAt + i), isFalse)
          .intoArray(y, from + i);
    }
    for (; i < n; i++) {
      y[from + i] = condition[conditionAt + i] == 0 ? b[bAt + i] : a[aAt + i];
    }
  }
}
