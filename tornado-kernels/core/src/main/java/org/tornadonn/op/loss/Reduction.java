package org.tornadonn.op.loss;

/** What becomes of the losses of the samples of a batch: PyTorch's {@code reduction}. */
public enum Reduction {
  /** They stay as they are, {@code (n)}. */
  NONE,
  /** Their mean; of the connectionist temporal classification, after a division by lengths. */
  MEAN,
  /** Their sum. */
  SUM
}
