package org.tornadonn.spark;

import java.io.StringWriter;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.layout.PatternLayout;

/** What trainings log. */
final class Words {

  private Words() {}

  /** The lines of {@link SparkTrainer} at a level and above while something runs. */
  static String during(Level level, Runnable task) {
    var text = new StringWriter();
    var layout = PatternLayout.newBuilder().withPattern("%m%n").build();
    var appender = WriterAppender.createAppender(layout, null, text, "test", false, true);
    appender.start();
    var config = LoggerContext.getContext(false).getConfiguration();
    Configurator.setLevel(SparkTrainer.class.getName(), level);
    var logger = config.getLoggerConfig(SparkTrainer.class.getName());
    logger.addAppender(appender, level, null);
    try {
      task.run();
    } finally {
      logger.removeAppender("test");
    }
    return text.toString();
  }
}
