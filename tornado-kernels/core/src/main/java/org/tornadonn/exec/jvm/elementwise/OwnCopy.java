package org.tornadonn.exec.jvm.elementwise;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.util.Objects;
import org.tornadonn.op.elementwise.Strips;

/**
 * A class again and again under names of its own. The JIT compiler keeps what it learns of a loop
 * by its class: a loop that has seen many functions calls them, and makes an object of each vector
 * that goes in or comes out; a copy that only ever sees one has it inside the loop.
 *
 * @param <T> what the class implements
 */
final class OwnCopy<T> extends ClassValue<Class<? extends T>> {

  private static final OwnCopy<Stretch> UNARY =
      new OwnCopy<>(UnaryLoop.class, Stretch.class, UnaryLoop.Function.class);

  private static final OwnCopy<Strips.OfTwo> BINARY =
      new OwnCopy<>(BinaryLoop.class, Strips.OfTwo.class, BinaryLoop.Function.class);

  private final Class<? extends T> loop;
  private final Class<T> type;
  private final Class<?> function;

  /**
   * Copies of a class.
   *
   * @param loop its only constructor takes a function
   * @param function the type of that
   */
  private OwnCopy(Class<? extends T> loop, Class<T> type, Class<?> function) {
    this.loop = loop;
    this.type = type;
    this.function = function;
  }

  /** The loop of a function, of a class that functions of no other class see. */
  static Stretch of(UnaryLoop.Function f) {
    return UNARY.around(f);
  }

  /** The loop of a function, of a class that functions of no other class see. */
  static Strips.OfTwo of(BinaryLoop.Function f) {
    return BINARY.around(f);
  }

  private T around(Object of) {
    try {
      return type.cast(get(of.getClass()).getDeclaredConstructor(function).newInstance(of));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("%s cannot be made.".formatted(loop), e);
    }
  }

  @Override
  protected Class<? extends T> computeValue(Class<?> of) {
    try (InputStream file = loop.getResourceAsStream(loop.getSimpleName() + ".class")) {
      return MethodHandles.lookup()
          .defineHiddenClass(Objects.requireNonNull(file).readAllBytes(), false)
          .lookupClass()
          .asSubclass(type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("%s cannot be copied.".formatted(loop), e);
    }
  }
}
