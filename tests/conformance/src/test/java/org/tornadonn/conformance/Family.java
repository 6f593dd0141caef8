package org.tornadonn.conformance;

import java.util.SplittableRandom;

/** A family of operations, one of which a random network goes on with. */
@SuppressWarnings("ImmutableEnumChecker") // a function has no state
enum Family {
  RELU((g, x, _) -> RandomFunctions.relu(g, x)),
  ACTIVATION(RandomFunctions::activation),
  ELEMENTARY(RandomFunctions::elementary),
  ELEMENTARY_TOO(RandomFunctions::elementary),
  COMPOSITION(RandomFunctions::composition),
  PAIR(RandomFunctions::pair),
  SUM(RandomFunctions::sum),
  CONVOLUTION(RandomWindows::convolution),
  TRANSPOSED_CONVOLUTION(RandomWindows::transposed),
  MAX_POOL(RandomWindows::maxPool),
  AVG_POOL(RandomWindows::avgPool),
  ADAPTIVE_POOL(RandomWindows::adaptivePool),
  LP_POOL(RandomWindows::normPool),
  REARRANGED(RandomShapes::rearranged),
  PADDED(RandomShapes::padded),
  INDEXED(RandomShapes::indexed),
  ARRANGED(RandomShapes::arranged),
  RESIZED(RandomShapes::resized),
  REDUCED(RandomSums::reduced),
  SOFTMAX(RandomSums::softmax),
  NORMALIZED(RandomSums::normalized),
  LINEAR(RandomSums::linear),
  PRODUCT(RandomSums::product),
  ATTENTION(RandomSums::attention),
  RECURRENT(RandomSums::recurrent);

  private interface Step {
    void add(RandomGraph g, Term x, SplittableRandom dice);
  }

  private final Step step;

  Family(Step step) {
    this.step = step;
  }

  /** Goes on from x; what does not fit it becomes something that does. */
  void add(RandomGraph g, Term x, SplittableRandom dice) {
    step.add(g, x, dice);
  }
}
