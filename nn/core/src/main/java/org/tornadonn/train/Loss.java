package org.tornadonn.train;

import java.util.List;
import java.util.Optional;
import org.tornadonn.layer.Signature;
import org.tornadonn.layer.Values;
import org.tornadonn.op.loss.BinaryCrossEntropyWithLogits;
import org.tornadonn.op.loss.CrossEntropy;
import org.tornadonn.op.loss.HuberLoss;
import org.tornadonn.op.loss.L1Loss;
import org.tornadonn.op.loss.MeanSquaredError;
import org.tornadonn.op.loss.SmoothL1Loss;
import org.tornadonn.plan.Value;

/**
 * What training makes small: one number for a batch of predictions and targets. One of your own is
 * {@link #of(Criterion)}, {@code Loss.of((y, t) -> F.square(F.sub(y, t)))}; losses of several
 * outputs are added up by {@link #on}.
 *
 * <p>Targets are checked before anything runs: a trainer refuses a step with one that is NaN or
 * infinite, or that the loss does not take.
 */
public sealed interface Loss permits SampleLoss, HeadsLoss {

  /** {@return the mean of squared differences; targets have the shape of the output} */
  static SampleLoss meanSquaredError() {
    return new ElementLoss(new MeanSquaredError());
  }

  /** {@return the mean of absolute differences; targets have the shape of the output} */
  static SampleLoss l1() {
    return new ElementLoss(new L1Loss());
  }

  /**
   * {@return the mean of half the squared differences up to delta, and of a line beyond it; targets
   * have the shape of the output}
   *
   * @param delta above 0; PyTorch's default is 1
   */
  static SampleLoss huber(float delta) {
    return new ElementLoss(new HuberLoss(delta));
  }

  /**
   * {@return {@link #huber} divided by beta; targets have the shape of the output}
   *
   * @param beta from 0 up; PyTorch's default is 1
   */
  static SampleLoss smoothL1(float beta) {
    return new ElementLoss(new SmoothL1Loss(beta));
  }

  /**
   * {@return binary cross-entropy; the output holds logits, and targets of the same shape the
   * probabilities of yes, from 0 to 1}
   */
  static SampleLoss binaryCrossEntropyWithLogits() {
    return new ElementLoss(new BinaryCrossEntropyWithLogits());
  }

  /**
   * {@return binary cross-entropy with logits, where what should be yes counts more or less:
   * PyTorch's {@code pos_weight}, for classes of which one is rare}
   *
   * @param posWeight one number for each number of an output, or one for all; 3 counts each yes
   *     three times
   */
  static SampleLoss binaryCrossEntropyWithLogits(float... posWeight) {
    return Criteria.binaryCrossEntropyWithLogits(posWeight.clone());
  }

  /**
   * {@return binary cross-entropy; the output holds probabilities, such as a sigmoid gives, and
   * targets of the same shape the probabilities of yes} {@link #binaryCrossEntropyWithLogits()} is
   * exacter. Logarithms are those of at least 1e-38; PyTorch's end at −100.
   *
   * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.BCELoss.html">PyTorch</a>
   */
  static SampleLoss binaryCrossEntropy() {
    return Criteria.binaryCrossEntropy();
  }

  /**
   * {@return softmax cross-entropy; the output holds logits, the target of a sample is its class
   * index, a whole number from 0} Indices are floats, which hold whole numbers up to 2^24. An
   * output {@code (classes, d1, …)}, such as logits for each pixel, has targets {@code (d1, …)},
   * and the mean is taken over all of them.
   *
   * @see <a
   *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html">PyTorch</a>
   */
  static SoftmaxCrossEntropy crossEntropy() {
    return crossEntropy(0);
  }

  /**
   * {@return softmax cross-entropy with smoothed targets; else as {@link #crossEntropy()}}
   *
   * @param labelSmoothing how much of the target is spread over all classes, from 0 to below 1
   */
  static SoftmaxCrossEntropy crossEntropy(float labelSmoothing) {
    return new SoftmaxCrossEntropy(new CrossEntropy(labelSmoothing), null, List.of());
  }

  /**
   * {@return the negative logarithm of the probability of the right class; the output holds
   * logarithms of probabilities, the target of a sample is its class index} As PyTorch's NLLLoss.
   * {@link #crossEntropy()} takes logits.
   */
  static SampleLoss negativeLogLikelihood() {
    return Criteria.negativeLogLikelihood();
  }

  /**
   * {@return the Kullback-Leibler divergence of the output from the target; the output holds
   * logarithms of probabilities, targets of the same shape hold probabilities} It is summed over
   * the numbers of a sample and averaged over samples: PyTorch's KLDivLoss with {@code
   * reduction="batchmean"}.
   */
  static SampleLoss klDivergence() {
    return Criteria.klDivergence();
  }

  /**
   * {@return what makes vectors alike or unlike by their angle; the target of a sample is 1 if the
   * two outputs should be alike, −1 if not} As PyTorch's CosineEmbeddingLoss.
   *
   * @param first the name of an output, a vector
   * @param second the name of another of its shape
   * @param margin up to what cosine unlike vectors are unlike enough, from −1 to 1; PyTorch's
   *     default is 0
   */
  static SampleLoss cosineEmbedding(String first, String second, float margin) {
    return Criteria.cosineEmbedding(first, second, margin);
  }

  /**
   * {@return what brings an anchor nearer to a positive than to a negative; it takes no targets} As
   * PyTorch's TripletMarginLoss with p = 2.
   *
   * @param anchor the name of an output, a vector
   * @param positive the name of another of its shape, which should be near
   * @param negative the name of another of its shape, which should be far
   * @param margin how much nearer the positive should be; PyTorch's default is 1
   */
  static SampleLoss tripletMargin(String anchor, String positive, String negative, float margin) {
    return Criteria.tripletMargin(anchor, positive, negative, margin);
  }

  /**
   * {@return connectionist temporal classification with class 0 as blank, as {@link #ctc(int, int,
   * boolean)} has it}
   *
   * @param longest how many labels the longest target has
   */
  static SampleLoss ctc(int longest) {
    return ctc(longest, 0, false);
  }

  /**
   * {@return connectionist temporal classification: the labels of a sample are known, but not where
   * they stand} The output holds logarithms of probabilities, {@code (frames, classes)}, such as
   * {@code F.logSoftmax(x, 2)} gives. A target is {@code targets}, labels {@code (longest)} filled
   * up with anything, {@code input_lengths}, how many frames count, and {@code target_lengths}, how
   * many labels. Each loss is divided by the number of labels: PyTorch's CTCLoss with its default
   * reduction. Other reductions are those of {@code F.ctcLoss}, in a {@link #of(Signature,
   * Criterion.Of) loss of your own}.
   *
   * @param longest how many labels the longest target has
   * @param blank the class that stands for no label; PyTorch's default is 0
   * @param zeroInfinity whether the loss of a target that is too long for its frames is 0; if not,
   *     it is infinite, and a step with it updates nothing
   * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.CTCLoss.html">PyTorch</a>
   */
  static SampleLoss ctc(int longest, int blank, boolean zeroInfinity) {
    return Criteria.ctc(longest, blank, zeroInfinity);
  }

  /**
   * {@return a loss of your own; targets have the shape of the output} {@code (y, t) ->
   * F.square(F.sub(y, t))} is the mean squared error.
   *
   * @param criterion gives, for a batch of outputs and targets, numbers for each sample
   */
  static SampleLoss of(Criterion criterion) {
    return OpenLoss.of(TargetCheck.FINITE, criterion);
  }

  /**
   * {@return a loss of your own of several outputs, or of other targets}
   *
   * @param targets the names and shapes of what a sample's target consists of: {@code
   *     Signature.of("age", Shape.of())}, or {@link Signature#none}
   * @param criterion gives, for a batch of outputs and targets, numbers for each sample
   */
  static SampleLoss of(Signature targets, Criterion.Of criterion) {
    return new OpenLoss(outputs -> targets, TargetCheck.FINITE, criterion);
  }

  /**
   * {@return a loss of one of several outputs; {@link HeadsLoss#and} adds those of others} The
   * target is called as the output is.
   *
   * @param output the name of an output
   * @param loss what is made small there
   */
  static HeadsLoss on(String output, SampleLoss loss) {
    return new HeadsLoss(List.of(new HeadsLoss.Head(output, 1, loss)));
  }

  /**
   * {@return the targets that it takes of a sample}
   *
   * @param outputs what the model gives
   * @throws org.tornadonn.plan.ShapeException if the loss does not take such outputs
   */
  Signature targets(Signature outputs);

  /**
   * Looks for what is wrong with the target of a sample.
   *
   * @param y holds the target, all parts of it one after the other
   * @param at where it begins
   * @param outputs what the model gives
   * @return the rest of a sentence that begins with the sample, and what to do; empty if the loss
   *     takes the target
   */
  Optional<String> fault(float[] y, int at, Signature outputs);

  /**
   * {@return whether the loss is of a sample too; if not, the sample gets no gradient}
   *
   * @param y targets, one after the other
   * @param sample which one, from 0
   * @param outputs what the model gives
   */
  default boolean counts(float[] y, int sample, Signature outputs) {
    return true;
  }

  /**
   * {@return how many samples are not left out}
   *
   * @param y targets, one after the other
   * @param from the first sample, counted from 0
   * @param n how many samples
   * @param outputs what the model gives
   */
  default int counted(float[] y, int from, int n, Signature outputs) {
    int counted = 0;
    for (int i = from; i < from + n; i++) {
      counted += counts(y, i, outputs) ? 1 : 0;
    }
    return counted;
  }

  /**
   * {@return what samples weigh together, by which the mean over them is divided: how many there
   * are, unless some weigh more than others}
   *
   * @param y targets, one after the other
   * @param from the first sample, counted from 0
   * @param n how many samples
   * @param outputs what the model gives
   */
  double mass(float[] y, int from, int n, Signature outputs);

  /** {@return how many numbers {@link #masses} are} */
  default int divisors() {
    return 0;
  }

  /**
   * {@return what the loss is divided by, beside the number of samples}
   *
   * @param y targets, one after the other
   * @param from the first sample, counted from 0
   * @param n how many samples
   * @param outputs what the model gives
   */
  default double[] masses(float[] y, int from, int n, Signature outputs) {
    return new double[0];
  }

  /**
   * Records the mean loss of the first samples of a batch.
   *
   * @param outputs what the model gives, batch first
   * @param targets what is right, batch first, as {@link #targets} says
   * @param fill how many samples, {@code (1)}
   * @param masses as many values {@code (1)} as {@link #divisors} says
   * @return the value that stands for the loss, one number
   */
  Value record(Values outputs, Values targets, Value fill, List<Value> masses);
}
