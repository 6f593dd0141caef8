package org.tornadonn.op.recurrent;

import java.util.List;
import org.tornadonn.plan.Value;

/**
 * What the operations of a {@link Recurrence} are in one layer and direction.
 *
 * @param steps {@code (t, n, input)}
 * @param before the first state, {@code (n, hidden)} each: h, and for an LSTM c behind it
 * @param backwards whether it begins with the last step
 * @param outputs h after each step, {@code (t, n, hidden)}
 * @param last the last state
 */
public record Walk(
    Cell cell,
    Value steps,
    CellWeights weights,
    List<Value> before,
    boolean backwards,
    Value outputs,
    List<Value> last) {

  public Walk {
    before = List.copyOf(before);
    last = List.copyOf(last);
  }
}
