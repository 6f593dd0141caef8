package org.tornadonn.trace;

import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tornadonn.data.Batch;
import org.tornadonn.data.Batches;
import org.tornadonn.data.ClusterDataset;
import org.tornadonn.data.Dataset;
import org.tornadonn.data.Subset;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.op.activation.ReLU;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.Accuracy;
import org.tornadonn.train.Activation;
import org.tornadonn.train.EpochReport;
import org.tornadonn.train.Evaluation;
import org.tornadonn.train.Fit;
import org.tornadonn.train.Loss;
import org.tornadonn.train.Optimizer;
import org.tornadonn.train.Schedule;
import org.tornadonn.train.Trainer;

/**
 * The trace of a small classifier that is trained while one watches: 1,000 generated rows of 10
 * numbers in three classes, Linear(10, 5), ReLU, Linear(5, 3).
 *
 * @param seed decides data, first weights and the order of training
 * @param epochs passes over the rows, at least 1
 */
public record ClassifierTrace(long seed, int epochs) {

  private static final int ROWS = 1000;
  private static final int FEATURES = 10;
  private static final int CLASSES = 3;
  private static final int BATCH = 50;
  private static final String LAST = "fc.2";
  private static final float LEARNING_RATE = 0.016f;

  public ClassifierTrace {
    if (epochs < 1) {
      throw new IllegalArgumentException("Epochs must be at least 1, not " + epochs + ".");
    }
  }

  /** The model before training. */
  public Model model() {
    var layers = named("fc", linear(FEATURES, 5), relu(), linear(5, CLASSES));
    return new Model(sequential(layers), Shape.of(FEATURES), seed);
  }

  /**
   * Draws, runs, trains and predicts.
   *
   * @param neuron the unit to walk through; null for that of the highest score
   * @throws org.tornadonn.exec.ExecutionException if the device cannot run the model
   */
  public Trace run(Device device, @Nullable UnitName neuron) {
    var data = new ClusterDataset(2 * ROWS, FEATURES, CLASSES, seed);
    var seen = new Subset(data, IntStream.range(0, ROWS).toArray());
    var unseen = new Subset(data, IntStream.range(ROWS, 2 * ROWS).toArray());
    var rows = first(seen, ROWS);
    var model = model();
    var before = Activation.of(model, rows.x(), ROWS, device);
    var curve = new ArrayList<Epoch>();
    var training = train(model, seen, unseen, device, curve);
    int shown = instructive(Activation.of(model, rows.x(), ROWS, device));
    var row = Arrays.copyOfRange(rows.x(), shown * FEATURES, (shown + 1) * FEATURES);
    var after = Activation.of(model, row, 1, device);
    var prediction = prediction(shown, after, (int) rows.y()[shown]);
    var walked = Neuron.of(after, neuron == null ? new UnitName(LAST, predicted(after)) : neuron);
    return new Trace(
        "a classifier of generated rows, trained in this run",
        device.name(),
        stages(before),
        training,
        curve,
        prediction,
        walked,
        Quiz.of(prediction, training, curve, walked),
        Map.of());
  }

  private static Batch first(Dataset data, int count) {
    try (var batches = Batches.inOrder(data, count, 0, 1)) {
      return batches.next();
    }
  }

  private static List<Stage> stages(List<Activation> run) {
    var x = run.getFirst().inputs().getFirst();
    var stages = new ArrayList<Stage>();
    int n = x.shape().dim(0);
    stages.add(
        Stage.input(
            x,
            n == 1
                ? "the %s numbers of the row".formatted(FEATURES)
                : String.format(Locale.ROOT, "%d numbers in each of %,d rows", FEATURES, n)));
    stages.addAll(Stage.of(run));
    stages.add(
        Stage.reading(
            "scores",
            "Scores",
            "one for each class; the highest of a row is its class",
            run.getLast().output()));
    return stages;
  }

  /** The first row in which the ReLU makes something 0; row 0 if there is none. */
  private static int instructive(List<Activation> run) {
    for (var activation : run) {
      if (activation.operation() instanceof ReLU) {
        var values = activation.output().values();
        int width = values.length / ROWS;
        return IntStream.range(0, values.length).filter(i -> values[i] == 0).findFirst().orElse(0)
            / width;
      }
    }
    return 0;
  }

  private static Prediction prediction(int row, List<Activation> run, int actual) {
    var scores = Stage.numbers(run.getLast().output());
    return new Prediction(
        "row " + row,
        stages(run),
        scores,
        Prediction.softmax(scores),
        predicted(run),
        actual,
        null);
  }

  private static int predicted(List<Activation> run) {
    return Accuracy.highest(run.getLast().output().values(), 0, CLASSES);
  }

  /** Trains, and adds what each epoch came to. */
  private Training train(
      Model model, Dataset seen, Dataset unseen, Device device, List<Epoch> curve) {
    var adam = Optimizer.adam(LEARNING_RATE);
    try (var trainer = new Trainer(model, Loss.crossEntropy(), adam, BATCH, device)) {
      var start = score(trainer, seen);
      var fit = new Fit(epochs, seed, 1, rate());
      observe(start, fit.run(trainer, seen, seen), curve);
      var end = score(trainer, unseen);
      double guessing = Math.log(CLASSES);
      return new Training(
          seed,
          ROWS,
          CLASSES,
          BATCH,
          "Adam",
          LEARNING_RATE,
          guessing,
          start,
          end,
          Observation.summary(start, guessing, CLASSES, curve.getLast(), end));
    }
  }

  /** One epoch up from 0, the others down to 0. */
  private Schedule rate() {
    var down = epochs == 1 ? Schedule.constant() : Schedule.cosine(epochs - 1);
    return down.warmUp(1, 0);
  }

  private static void observe(Score start, List<EpochReport> reports, List<Epoch> curve) {
    var losses = reports.stream().mapToDouble(EpochReport::trainLoss).toArray();
    int steepest = Epoch.steepest(start.loss(), losses);
    double loss = start.loss();
    double accuracy = start.accuracy();
    for (var report : reports) {
      var now = Accuracy.of(Objects.requireNonNull(report.validation()));
      int gained = (int) Math.round((now.share() - accuracy) * now.samples());
      boolean most = reports.size() > 1 && report.epoch() == steepest;
      curve.add(
          new Epoch(
              report.epoch(),
              report.trainLoss(),
              now.share(),
              Observation.of(loss, report.trainLoss(), gained, most)));
      loss = report.trainLoss();
      accuracy = now.share();
    }
  }

  /** Loss and accuracy as the model is; changes nothing. */
  private static Score score(Trainer trainer, Dataset data) {
    double loss = 0;
    try (var batches = Batches.inOrder(data, BATCH, 0, 1)) {
      while (batches.hasNext()) {
        var batch = batches.next();
        loss += (double) trainer.gradients(batch.x(), batch.y(), batch.count()) * batch.count();
      }
    }
    var evaluation = Evaluation.of(trainer::predict, data, BATCH, 1);
    return new Score(loss / data.size(), Accuracy.of(evaluation).share());
  }
}
