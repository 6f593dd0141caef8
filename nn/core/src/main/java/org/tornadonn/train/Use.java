package org.tornadonn.train;

/** What a device is opened for, in words for messages. */
enum Use {
  TRAINER("Trainer", "Training"),
  PREDICTOR("Predictor", "Predicting"),
  WORKER("GradientWorker", "Computing gradients"),
  GRADIENT("InputGradient", "Computing gradients of inputs"),
  TRACE("Activation", "Tracing");

  private final String type;
  private final String doing;

  Use(String type, String doing) {
    this.type = type;
    this.doing = doing;
  }

  /** What is about to be done: {@code Training}. */
  String doing() {
    return doing;
  }

  /** That whoever did it is closed. */
  IllegalStateException closed() {
    return new IllegalStateException("This %s is closed: open another one.".formatted(type));
  }
}
