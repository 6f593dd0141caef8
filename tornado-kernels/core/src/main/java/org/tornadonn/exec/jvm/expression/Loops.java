package org.tornadonn.exec.jvm.expression;

import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The loops that there are: equal expressions have one, and the ones used longest ago go. Each is
 * logged when it is made, at the level DEBUG.
 */
final class Loops {

  private static final System.Logger LOGGER = System.getLogger(Loops.class.getName());

  private static final int MOST = 512;

  private static final Loops HERE = new Loops();

  private final Map<Expression, Stretch> loops =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Expression, Stretch> eldest) {
          return size() > MOST;
        }
      };

  private Loops() {}

  /** The loop of an expression. */
  static Stretch of(Expression expression) {
    return HERE.get(expression);
  }

  private synchronized Stretch get(Expression expression) {
    return loops.computeIfAbsent(expression, Loops::made);
  }

  private static Stretch made(Expression expression) {
    LOGGER.log(Level.DEBUG, () -> "A loop of\n" + expression);
    return new WarmingLoop(expression);
  }
}
