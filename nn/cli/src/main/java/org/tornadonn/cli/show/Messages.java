package org.tornadonn.cli.show;

import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Shows on stderr, as plain lines, what the library logs about its devices. */
public final class Messages extends Handler {

  /** Held here, because the logging system would let it be collected. */
  private static final Logger LOGGER = Logger.getLogger("org.tornadonn.exec");

  private final Formatter formatter = new SimpleFormatter();

  private Messages() {}

  public static void show() {
    LOGGER.setLevel(Level.FINE);
    LOGGER.setUseParentHandlers(false);
    LOGGER.addHandler(new Messages());
  }

  @Override
  public void publish(LogRecord message) {
    System.err.println(formatter.formatMessage(message));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
