package org.tornadonn.layer;

/**
 * A piece of a model that takes several values and gives several, by name: two inputs, two heads, a
 * state beside a result. What takes one and gives one is a {@link Layer}, which is a block too.
 *
 * {@snippet :
 * Block net =
 *     (scope, in) -> {
 *       var words = scope.call("words", linear(16, 8), in.get("words"));
 *       var image = scope.call("image", sequential(flatten(), linear(64, 8)), in.get("image"));
 *       var both = F.add(words, image);
 *       return Values.of(
 *           "class", scope.call("class", linear(8, 3), both),
 *           "angle", scope.call("angle", linear(8, 2), both));
 *     };
 * var model =
 *     new Model(net, Signature.of("words", Shape.of(16)).and("image", Shape.of(1, 8, 8)), 1);
 * }
 */
@FunctionalInterface
public interface Block {

  /**
   * Records what the block does to values. Runs nothing: shapes are known, numbers are not.
   *
   * @param scope where the block stands in its model: gives it parameters and applies operations
   * @param in batches: their first axis counts samples
   * @return what it makes of them, batch first
   */
  Values forward(Scope scope, Values in);
}
