package org.tornadonn.layer;

/** What a model is recorded for: some layers do one thing while training, another otherwise. */
public enum Mode {
  /** PyTorch's {@code train()}: batch norms take the batch's statistics, dropouts drop. */
  TRAIN,
  /** PyTorch's {@code eval()}: batch norms take their running statistics, dropouts do nothing. */
  EVAL
}
