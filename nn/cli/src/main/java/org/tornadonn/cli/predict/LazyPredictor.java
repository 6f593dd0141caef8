package org.tornadonn.cli.predict;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tornadonn.train.Predictor;

/**
 * A predictor that is opened when there is something to predict: where no file can be read, no
 * device is looked for, measured, or has to compile anything.
 */
final class LazyPredictor implements AutoCloseable {

  private final Supplier<Predictor> opener;
  private @Nullable Predictor opened;

  LazyPredictor(Supplier<Predictor> opener) {
    this.opener = opener;
  }

  /** The one predictor. */
  Predictor get() {
    if (opened == null) {
      opened = opener.get();
    }
    return opened;
  }

  @Override
  public void close() {
    if (opened != null) {
      opened.close();
    }
  }
}
