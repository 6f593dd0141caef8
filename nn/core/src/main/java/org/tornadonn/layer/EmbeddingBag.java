package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * What the learned rows of several whole numbers make together, of the words of a text for
 * instance: {@code (n, length)} becomes {@code (n, embeddingDim)}. The parameter {@code weight
 * (numEmbeddings, embeddingDim)} begins normal with deviation 1.
 *
 * @param numEmbeddings how many numbers there are, from 0 on; NaN comes of any other
 * @param embeddingDim the numbers in a row
 * @param mode what is made of the rows; default MEAN
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.EmbeddingBag.html">PyTorch</a>
 */
public record EmbeddingBag(int numEmbeddings, int embeddingDim, Mode mode) implements Layer {

  /** What is made of the rows. */
  public enum Mode {
    /** Their sum. */
    SUM,
    /** Their mean. */
    MEAN,
    /** The largest number of each place. */
    MAX
  }

  /** Checks that there are rows. */
  public EmbeddingBag {
    Embedding.require("EmbeddingBag", numEmbeddings, embeddingDim, -1);
  }

  /**
   * {@return this layer, which makes something else of the rows}
   *
   * @param other what
   */
  public EmbeddingBag mode(Mode other) {
    return new EmbeddingBag(numEmbeddings, embeddingDim, other);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    if (x.shape().rank() != 2) {
      throw new ShapeException(
          "EmbeddingBag expects bags of whole numbers (n, length), but gets %s."
              .formatted(x.shape()));
    }
    var shape = Shape.of(numEmbeddings, embeddingDim);
    var rows = F.embedding(x, scope.parameter("weight", shape, Initializer.normal(0, 1)));
    return switch (mode) {
      case SUM -> F.sum(rows, 1);
      case MEAN -> F.mean(rows, 1);
      case MAX -> F.amax(rows, 1);
    };
  }
}
