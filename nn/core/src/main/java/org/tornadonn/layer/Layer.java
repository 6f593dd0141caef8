package org.tornadonn.layer;

import org.tornadonn.plan.Value;

/**
 * A piece of a model: immutable data and one call. Implement it to write a layer of your own, from
 * operations ({@link Scope#apply}) and other layers ({@link Scope#call}). What takes or gives
 * several values is a {@link Block}.
 *
 * <p>As in PyTorch, the same layer object called twice shares its parameters. A lambda or method
 * reference is a function, not an object: it has parameters of its own at each name.
 */
@FunctionalInterface
@SuppressWarnings("FunctionalInterfaceMethodChanged") // a layer is a block of one value
public interface Layer extends Block {

  /**
   * Records what the layer does to a value. Runs nothing: shapes are known, numbers are not.
   *
   * @param scope where the layer stands in its model: gives it parameters and applies operations
   * @param x a batch: its first axis counts samples
   * @return what the layer makes of it, batch first
   */
  Value forward(Scope scope, Value x);

  /**
   * {@return whether a step of a {@link Network} gives it several values as its operands; else it
   * gets their sum}
   */
  default boolean takesSeveral() {
    return false;
  }

  /**
   * {@return this layer with other first weights}
   *
   * <p>A model made of it has this layer itself; within other layers it cannot be saved.
   *
   * @param rule how the parameters of this layer, and of those within it, begin
   */
  default Layer beginning(FirstWeights rule) {
    return new Initialized(this, rule);
  }

  /** Does so to the only value; what it makes of it is called {@code output}. */
  @Override
  default Values forward(Scope scope, Values in) {
    return Values.of(Signature.OUTPUT, forward(scope, in.only()));
  }
}
