package org.tornadonn.plan;

/** What a buffer is for. The role alone decides when an executor moves, keeps and shares it. */
public enum Role {
  /** All trainable values of a model in one flat array: stays on the device, fetched on demand. */
  PARAMETER,
  /**
   * The gradients of all parameters, laid out like them: stays on the device, fetched on demand.
   */
  GRADIENT,
  /**
   * Moments of an optimizer, laid out like the parameters: stays on the device, fetched on demand.
   */
  OPTIMIZER_STATE,
  /**
   * What training measures rather than learns, such as the running means of a batch norm, of a
   * whole model in one flat array: stays on the device, fetched on demand.
   */
  RUNNING_STATE,
  /** Numbers that are known when a plan is made and never change: sent once. */
  CONSTANT,
  /**
   * A few numbers that change from step to step, such as the learning rate: sent before each run.
   */
  CONTROL,
  /** What the caller gives: sent before each run. */
  INPUT,
  /** What the caller wants: brought back after each run. */
  OUTPUT,
  /** Anything in between: lives only inside one run, and its memory is reused. */
  ACTIVATION;

  /** Whether the contents outlive a run. */
  public boolean persists() {
    return this == PARAMETER
        || this == GRADIENT
        || this == OPTIMIZER_STATE
        || this == RUNNING_STATE
        || this == CONSTANT;
  }
}
