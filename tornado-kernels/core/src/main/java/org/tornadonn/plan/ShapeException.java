package org.tornadonn.plan;

import java.lang.StackWalker.StackFrame;
import java.util.Locale;

/**
 * Shapes that do not fit: the message names the layer, what it expects, what came, and what to do.
 *
 * <p>If it is thrown in one of the {@link Functions} that a user calls, such as {@code F.cat}, and
 * the message does not have that name yet, it begins with it.
 */
public final class ShapeException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private static final StackWalker STACK =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  public ShapeException(String message) {
    super(named(function(), message));
  }

  private ShapeException(String path, String message) {
    super("Layer '" + path + "': " + message);
  }

  /** The outermost of the functions that are at work; empty if none is. */
  private static String function() {
    return STACK.walk(
        frames ->
            frames
                .filter(frame -> frame.getDeclaringClass().isAnnotationPresent(Functions.class))
                .map(StackFrame::getMethodName)
                .filter(name -> !name.contains("$"))
                .reduce("", (_, outer) -> outer));
  }

  private static String named(String function, String message) {
    return letters(message).contains(letters(function)) ? message : function + ": " + message;
  }

  /** Without what tells {@code max_pool2d} from {@code maxPool2d} and {@code MaxPool2d}. */
  private static String letters(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }

  /**
   * This exception, with a layer's path in front of its message, if there is none yet.
   *
   * @param path empty for none
   */
  ShapeException in(String path) {
    var message = String.valueOf(getMessage());
    return path.isEmpty() || message.startsWith("Layer '")
        ? this
        : new ShapeException(path, message);
  }
}
