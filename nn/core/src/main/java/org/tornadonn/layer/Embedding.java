package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * A learned row for each whole number, of a word for instance: {@code (n, …)} becomes {@code (n, …,
 * embeddingDim)}. The parameter {@code weight (numEmbeddings, embeddingDim)} begins normal with
 * deviation 1, and with 0 in the row of the padding.
 *
 * @param numEmbeddings how many numbers there are, from 0 on; float32 is exact up to 2²⁴. Of inputs
 *     that hold any other, predictions and training refuse; NaN comes of one that is computed
 * @param embeddingDim the numbers in a row
 * @param paddingIdx the number that stands for nothing, whose row is not trained; −1 for none
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Embedding.html">PyTorch</a>
 */
public record Embedding(int numEmbeddings, int embeddingDim, int paddingIdx) implements Layer {

  /** Checks that there are rows. */
  public Embedding {
    require("Embedding", numEmbeddings, embeddingDim, paddingIdx);
  }

  static void require(String name, int numEmbeddings, int embeddingDim, int paddingIdx) {
    if (numEmbeddings < 1
        || numEmbeddings > 1 << 24
        || embeddingDim < 1
        || paddingIdx < -1
        || paddingIdx >= numEmbeddings) {
      throw new ShapeException(
          "%s needs 1 to 2^24 rows of at least one number, and a paddingIdx among them or -1, but gets numEmbeddings %d, embeddingDim %d and paddingIdx %d."
              .formatted(name, numEmbeddings, embeddingDim, paddingIdx));
    }
  }

  /**
   * {@return this layer with a number that stands for nothing}
   *
   * @param paddingIdx its row begins as 0 and is not trained; −1 for none
   */
  public Embedding paddingIdx(int paddingIdx) {
    return new Embedding(numEmbeddings, embeddingDim, paddingIdx);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    var shape = Shape.of(numEmbeddings, embeddingDim);
    return F.embedding(x, scope.parameter("weight", shape, start()), paddingIdx);
  }

  private Initializer start() {
    var normal = Initializer.normal(0, 1);
    return (values, at, length, random) -> {
      normal.fill(values, at, length, random);
      for (int i = 0; paddingIdx >= 0 && i < embeddingDim; i++) {
        values[at + paddingIdx * embeddingDim + i] = 0;
      }
    };
  }
}
