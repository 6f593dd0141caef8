package org.tornadonn.train;

import static org.tornadonn.op.F.abs;
import static org.tornadonn.op.F.add;
import static org.tornadonn.op.F.ctcLoss;
import static org.tornadonn.op.F.div;
import static org.tornadonn.op.F.eq;
import static org.tornadonn.op.F.exp;
import static org.tornadonn.op.F.log;
import static org.tornadonn.op.F.log1p;
import static org.tornadonn.op.F.lt;
import static org.tornadonn.op.F.maximum;
import static org.tornadonn.op.F.mul;
import static org.tornadonn.op.F.neg;
import static org.tornadonn.op.F.permute;
import static org.tornadonn.op.F.relu;
import static org.tornadonn.op.F.sqrt;
import static org.tornadonn.op.F.square;
import static org.tornadonn.op.F.sub;
import static org.tornadonn.op.F.sum;
import static org.tornadonn.op.F.unsqueeze;
import static org.tornadonn.op.F.where;

import java.util.Arrays;
import org.tornadonn.layer.Signature;
import org.tornadonn.op.loss.Reduction;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/** PyTorch's losses that are made of operations on values. */
final class Criteria {

  /** The smallest number that a logarithm is taken of. */
  private static final float SMALLEST = 1e-38f;

  /** What keeps the root of a distance, and the length of a vector, from 0: PyTorch's. */
  private static final float EPSILON = 1e-6f;

  private Criteria() {}

  /** {@code d² / 2} up to delta, and the line {@code delta · (|d| − delta / 2)} beyond it. */
  static Value huber(Value y, Value t, float delta) {
    var d = abs(sub(y, t));
    return where(lt(d, delta), mul(square(d), 0.5f), mul(sub(d, delta / 2), delta));
  }

  /** {@code (1 − t) · y + (1 + (p − 1) · t) · log(1 + exp(−y))}. */
  static Value binaryCrossEntropyWithLogits(Value y, Value t, float... p) {
    var softplus = add(log1p(exp(neg(abs(y)))), relu(neg(y)));
    var yes = p.length == 1 ? mul(t, p[0] - 1) : mul(t, sub(constant(y, "positive weights", p), 1));
    return add(mul(sub(1, t), y), mul(add(yes, 1), softplus));
  }

  private static Value constant(Value like, String name, float... numbers) {
    var sample = like.shape().sample();
    if (sample.size() != numbers.length) {
      throw new ShapeException(
          "There are %d %s for outputs %s: give one for each number, or one for all."
              .formatted(numbers.length, name, sample));
    }
    return like.tape().constant(name, sample, numbers);
  }

  static SampleLoss binaryCrossEntropyWithLogits(float... p) {
    for (float one : p) {
      if (!(one >= 0 && Float.isFinite(one))) {
        throw new IllegalArgumentException("What is positive weighs 0 or more, not " + one + ".");
      }
    }
    return OpenLoss.of(TargetCheck.PROBABILITY, (y, t) -> binaryCrossEntropyWithLogits(y, t, p));
  }

  static SampleLoss binaryCrossEntropy() {
    return OpenLoss.of(
        TargetCheck.PROBABILITY,
        (y, t) -> {
          var yes = mul(t, log(maximum(y, SMALLEST)));
          var no = mul(sub(1, t), log(maximum(sub(1, y), SMALLEST)));
          return neg(add(yes, no));
        });
  }

  static SampleLoss klDivergence() {
    return OpenLoss.of(
        TargetCheck.PROBABILITY,
        (y, t) ->
            SampleLoss.sums(sub(mul(t, log(maximum(t, SMALLEST))), mul(t, y)))); // 0 log 0 is 0
  }

  static SampleLoss cosineEmbedding(String first, String second, float margin) {
    return new OpenLoss(
        outputs -> Signature.of("target", Shape.of()),
        TargetCheck.SIGN,
        (y, t) -> {
          var a = y.get(first);
          var b = y.get(second);
          var dot = SampleLoss.sums(mul(a, b));
          var lengths = mul(add(squares(a), 1e-12f), add(squares(b), 1e-12f));
          var cosine = div(dot, sqrt(lengths));
          return where(eq(t.only(), 1), sub(1, cosine), relu(sub(cosine, margin)));
        });
  }

  private static Value squares(Value x) {
    return SampleLoss.sums(square(x));
  }

  static SampleLoss tripletMargin(String anchor, String positive, String negative, float margin) {
    return new OpenLoss(
        outputs -> Signature.none(),
        TargetCheck.FINITE,
        (y, t) -> {
          var near = distance(y.get(anchor), y.get(positive));
          var far = distance(y.get(anchor), y.get(negative));
          return relu(add(sub(near, far), margin));
        });
  }

  private static Value distance(Value a, Value b) {
    return sqrt(squares(add(sub(a, b), EPSILON)));
  }

  static SampleLoss ctc(int longest, int blank, boolean zeroInfinity) {
    var taken = new CtcTargets(longest, blank);
    return new OpenLoss(
        taken::of,
        taken::fault,
        (y, t) -> {
          var length = t.get(CtcTargets.LENGTH);
          var loss =
              ctcLoss(
                  permute(y.only(), 1, 0, 2),
                  t.get(CtcTargets.LABELS),
                  t.get(CtcTargets.FRAMES),
                  length,
                  blank,
                  Reduction.NONE,
                  zeroInfinity);
          return div(loss, maximum(length, 1));
        });
  }

  static SampleLoss negativeLogLikelihood() {
    var classes = Loss.crossEntropy();
    return new OpenLoss(
        classes::targets,
        classes::fault,
        (outputs, targets) -> {
          var y = outputs.only();
          var t = targets.only();
          var mine = where(eq(index(y), unsqueeze(t, 1)), y, 0); // every class is looked at
          return neg(sum(mine, 1));
        });
  }

  /** The number of each class, along the second axis. */
  private static Value index(Value y) {
    var dims = new int[y.shape().rank()];
    Arrays.fill(dims, 1);
    dims[1] = y.shape().dim(1);
    var numbers = new float[dims[1]];
    for (int j = 0; j < numbers.length; j++) {
      numbers[j] = j;
    }
    return y.tape().constant("class", Shape.of(dims), numbers);
  }
}
