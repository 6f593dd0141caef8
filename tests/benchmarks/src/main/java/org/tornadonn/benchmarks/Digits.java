package org.tornadonn.benchmarks;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as people read them. */
final class Digits {

  private Digits() {}

  /** Three significant digits without an exponent: {@code 22900}, {@code 0.0371}. */
  static String three(double number) {
    return Double.isFinite(number)
        ? new BigDecimal(number).round(new MathContext(3)).stripTrailingZeros().toPlainString()
        : String.valueOf(number);
  }
}
