package org.tornadonn.exec.jvm.row;

import org.tornadonn.op.reduction.Prod.ProductInputGradient;
import org.tornadonn.plan.Loop;

/**
 * {@link ProductInputGradient}: the product of all before an element times the product of all
 * behind it; one index is one row.
 */
public record ProductsOfOthers(ProductInputGradient kernel) implements Loop {

  @Override
  public int size() {
    return kernel.size() / kernel.length();
  }

  @Override
  public void run(int from, int to) {
    var k = kernel;
    var before = new float[k.length()];
    for (int row = from; row < to; row++) {
      int first = row / k.inner() * k.length() * k.inner() + row % k.inner();
      float product = k.dy()[row];
      for (int j = 0; j < before.length; j++) {
        before[j] = product;
        product *= k.x()[k.xAt() + first + j * k.inner()];
      }
      float behind = 1;
      for (int j = before.length - 1; j >= 0; j--) {
        int at = first + j * k.inner();
        float share = before[j] * behind;
        k.dx()[k.dxAt() + at] = k.add() > 0 ? k.dx()[k.dxAt() + at] + share : share;
        behind *= k.x()[k.xAt() + at];
      }
    }
  }
}
