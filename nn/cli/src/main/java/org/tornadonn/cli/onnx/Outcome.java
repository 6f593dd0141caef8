package org.tornadonn.cli.onnx;

import org.jspecify.annotations.Nullable;
import org.tornadonn.onnx.tensor.Reason;

/**
 * What came of a test.
 *
 * @param reason of a refusal; null otherwise
 * @param words what was wrong, or refused
 */
record Outcome(Kind kind, @Nullable Reason reason, String words) {

  enum Kind {
    PASSED,
    /** Other numbers than the test's. */
    WRONG,
    /** Not run, in words. */
    REFUSED,
    /** Anything else. */
    FAILED
  }

  static Outcome passed() {
    return new Outcome(Kind.PASSED, null, "");
  }

  static Outcome wrong(String words) {
    return new Outcome(Kind.WRONG, null, words);
  }

  static Outcome refused(Reason reason, String words) {
    return new Outcome(Kind.REFUSED, reason, words);
  }

  static Outcome failed(Throwable defect) {
    var at = defect.getStackTrace();
    return new Outcome(Kind.FAILED, null, defect + (at.length == 0 ? "" : " at " + at[0]));
  }
}
