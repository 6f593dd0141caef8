package org.tornadonn.cli.model;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tornadonn.cli.show.Paint;
import org.tornadonn.cli.show.Painted;
import org.tornadonn.cli.show.Printable;
import org.tornadonn.trace.Epoch;
import org.tornadonn.trace.Neuron;
import org.tornadonn.trace.Prediction;
import org.tornadonn.trace.Question;
import org.tornadonn.trace.Stage;
import org.tornadonn.trace.Trace;
import org.tornadonn.trace.Training;

/**
 * A trace as text of 80 columns.
 *
 * @param walk whether to show the sum of the neuron
 */
record TraceText(Trace trace, boolean walk, Paint paint) {

  private static final int WIDTH = 79;
  private static final int NUMBERS = 7;
  private static final int TERMS = 12;
  private static final int BAR = 24;

  Painted text() {
    var text = new Painted();
    text.append(paint::strong, "Trace on %s: %s".formatted(trace.device(), trace.model()))
        .append('\n');
    dataFlow(text);
    var training = trace.training();
    if (training != null) {
      training(text, training);
      layers(text, trace.prediction());
    }
    outcome(text, trace.prediction());
    var neuron = trace.neuron();
    if (walk && neuron != null) {
      neuron(text, neuron.brief(TERMS));
    }
    quiz(text);
    return text;
  }

  private void title(Painted text, String title, String remark) {
    text.append('\n').append(paint::strong, title);
    text.append(paint::quiet, remark.isEmpty() ? "" : ": " + remark).append("\n\n");
  }

  private void dataFlow(Painted text) {
    title(
        text,
        "Data flow in %s stages".formatted(trace.stages().size()),
        trace.training() == null ? "" : "with the first weights, before training");
    for (int i = 0; i < trace.stages().size(); i++) {
      if (i > 0) {
        text.append(paint::quiet, " ↓").append('\n');
      }
      stage(text, i + 1, trace.stages().get(i));
    }
  }

  private void stage(Painted text, int number, Stage stage) {
    var shapes =
        stage.input().equals(stage.shape())
            ? shape(stage.shape())
            : shape(stage.input()) + " → " + shape(stage.shape());
    var name = stage.layer().toLowerCase(Locale.ROOT).equals(stage.name()) ? "" : stage.layer();
    int gap = WIDTH - 4 - stage.name().length() - 2 - name.length() - shapes.length();
    text.append("%2s  ".formatted(number))
        .append(paint::name, stage.name())
        .append("  ")
        .append(name)
        .append(" ".repeat(Math.max(2, gap)))
        .append(shapes)
        .append('\n');
    wrapped(text, 4, sentence(stage.does()) + parameters(stage.parameters()));
    for (var row : stage.sample()) {
      text.append("    ").append(numbers(row, stage.shape().getLast())).append('\n');
    }
    var statistics = stage.statistics();
    text.append(
            paint::quiet,
            "    %s; min %s, mean %s, max %s%s"
                .formatted(
                    stage.sampleOf(),
                    number(statistics.min()),
                    number(statistics.mean()),
                    number(statistics.max()),
                    statistics.zeros() >= 0.005
                        ? String.format(Locale.ROOT, ", %.0f%% zeros", 100 * statistics.zeros())
                        : ""))
        .append('\n');
  }

  private static String parameters(int count) {
    return count == 0 ? "" : String.format(Locale.ROOT, " %,d parameters.", count);
  }

  private static String sentence(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
  }

  private void training(Painted text, Training training) {
    title(text, "Training", "");
    wrapped(
        text,
        1,
        String.format(
            Locale.ROOT,
            "%,d rows in batches of %d, cross-entropy, %s with a rate of %s, seed %d.",
            training.rows(),
            training.batchSize(),
            training.optimizer(),
            training.learningRate(),
            training.seed()));
    text.append('\n');
    var losses =
        DoubleStream.concat(
                DoubleStream.of(training.start().loss()),
                trace.epochs().stream().mapToDouble(Epoch::loss))
            .toArray();
    text.append(new LossChart(losses, training.guessing()).text()).append('\n');
    text.append(paint::strong, " epoch    loss  accuracy  observation").append('\n');
    row(text, "start", training.start().loss(), training.start().accuracy(), "before training");
    for (var epoch : trace.epochs()) {
      row(text, String.valueOf(epoch.epoch()), epoch.loss(), epoch.accuracy(), epoch.observation());
    }
    row(
        text,
        "new",
        training.unseen().loss(),
        training.unseen().accuracy(),
        String.format(Locale.ROOT, "%,d rows that it was not trained on", training.rows()));
    text.append('\n');
    wrapped(text, 1, training.summary());
    wrapped(
        text,
        1,
        "The loss of an epoch is the mean of its steps, each before its update; the accuracy is that"
            + " of all rows after the epoch.");
  }

  private static void row(
      Painted text, String epoch, double loss, double accuracy, String observation) {
    text.append(
        String.format(
            Locale.ROOT, " %5s  %6.3f  %7.1f%%  %s%n", epoch, loss, 100 * accuracy, observation));
  }

  private void layers(Painted text, Prediction prediction) {
    title(text, "Prediction for " + prediction.sample(), "after training");
    for (var stage : prediction.layers()) {
      text.append(' ').append(paint::name, "%-7s".formatted(stage.name())).append("  ");
      text.append(numbers(stage.sample().getFirst(), stage.shape().getLast())).append('\n');
    }
    text.append('\n');
  }

  private void outcome(Painted text, Prediction prediction) {
    var shares = prediction.shares();
    if (shares != null) {
      for (int i = 0; i < shares.size(); i++) {
        share(text, prediction, i, shares.get(i));
      }
      return;
    }
    title(text, "Prediction for " + prediction.sample(), "");
    var degrees = prediction.degrees();
    if (degrees != null) {
      text.append(
          String.format(
              Locale.ROOT,
              " sine %s, cosine %s: turned by %.1f° counter-clockwise%n",
              number(prediction.scores().get(0)),
              number(prediction.scores().get(1)),
              degrees));
      return;
    }
    int shown = Math.min(TERMS, prediction.scores().size());
    for (int i = 0; i < shown; i++) {
      text.append(" output %s %9s%n".formatted(i, number(prediction.scores().get(i))));
    }
    if (shown < prediction.scores().size()) {
      text.append(
          String.format(Locale.ROOT, " and %,d more%n", prediction.scores().size() - shown));
    }
  }

  private void share(Painted text, Prediction prediction, int index, double share) {
    var bar = "█".repeat((int) Math.round(BAR * share));
    boolean predicted = Objects.equals(prediction.predicted(), index);
    boolean actual = Objects.equals(prediction.actual(), index);
    var line =
        String.format(
            Locale.ROOT,
            " class %d  score %8s  %5.1f%%  %s ",
            index,
            number(prediction.scores().get(index)),
            100 * share,
            bar);
    if (!predicted && !actual) {
      text.append(line.stripTrailing()).append('\n');
      return;
    }
    var remark = predicted ? actual ? "predicted, and right" : "predicted" : "right";
    text.append(line).append(actual ? paint::good : paint::bad, remark).append('\n');
  }

  private void neuron(Painted text, Neuron neuron) {
    title(
        text,
        "Neuron %s:%s for %s".formatted(neuron.layer(), neuron.unit(), trace.prediction().sample()),
        "a perceptron multiplies, sums up and adds its bias");
    text.append(paint::strong, "   input          x      weight     product").append('\n');
    for (var term : neuron.terms()) {
      text.append(
          "  %6s  %9s  × %8s  = %8s%n"
              .formatted(
                  term.input(), exact(term.x()), exact(term.weight()), exact(term.product())));
    }
    if (neuron.others() > 0) {
      line(
          text,
          String.format(Locale.ROOT, "%,d other inputs", neuron.others()),
          exact(neuron.othersSum()));
    }
    text.append(" ".repeat(35)).append("─".repeat(8)).append('\n');
    line(text, "sum of the products", exact(neuron.sum()));
    line(text, "bias", neuron.bias() == null ? "none" : "+ " + exact(neuron.bias()));
    text.append("  %-31s  ".formatted("output"));
    text.append(paint::strong, "%8s".formatted(exact(neuron.output()))).append('\n');
    var afterRelu = neuron.afterRelu();
    if (afterRelu != null) {
      line(text, "after the ReLU", exact(afterRelu));
    }
    text.append('\n');
    wrapped(
        text,
        1,
        "This sum is made in float64 of the run's numbers; %s gave %s for it, in float32."
            .formatted(trace.device(), neuron.layerOutput()));
  }

  private static void line(Painted text, String name, String value) {
    text.append("  %-31s  %8s%n".formatted(name, value));
  }

  private void quiz(Painted text) {
    title(text, "Quiz: %s questions about this run".formatted(trace.quiz().size()), "");
    for (int i = 0; i < trace.quiz().size(); i++) {
      var question = trace.quiz().get(i);
      wrapped(text, 1, (i + 1) + ". " + question.question());
      text.append(
          IntStream.range(0, question.choices().size())
              .mapToObj(c -> letter(c) + ") " + Printable.line(question.choices().get(c)))
              .collect(Collectors.joining("   ", "    ", "\n")));
    }
    text.append('\n');
    for (int i = 0; i < trace.quiz().size(); i++) {
      wrapped(text, 1, answer(i + 1, trace.quiz().get(i)));
    }
  }

  private static String answer(int number, Question question) {
    return "Answer %s: %s. %s".formatted(number, letter(question.answer()), question.explanation());
  }

  private static char letter(int choice) {
    return (char) ('A' + choice);
  }

  private static String shape(List<Integer> sizes) {
    return sizes.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
  }

  private static String numbers(List<Float> row, int all) {
    return row.stream()
            .limit(NUMBERS)
            .map(value -> "%9s".formatted(number(value)))
            .collect(Collectors.joining())
        + (all > Math.min(NUMBERS, row.size()) ? "  …" : "");
  }

  /** In at most 8 columns, unless it is very large or small. */
  private static String number(double value) {
    double size = Math.abs(value);
    return String.format(
        Locale.ROOT, size != 0 && (size >= 1e4 || size < 5e-4) ? "%.1e" : "%.3f", value);
  }

  /** As {@link #number}, with one digit more, so that a sum can be followed. */
  private static String exact(double value) {
    double size = Math.abs(value);
    return String.format(
        Locale.ROOT, size != 0 && (size >= 1e3 || size < 5e-5) ? "%.1e" : "%.4f", value);
  }

  /** Words in lines. */
  private static void wrapped(Painted text, int indent, String words) {
    var line = new StringBuilder(" ".repeat(indent));
    for (var word : Printable.line(words).split(" ")) {
      if (line.length() + 1 + word.length() > WIDTH) {
        text.append(line.toString().stripTrailing()).append('\n');
        line.setLength(0);
        line.append(" ".repeat(indent));
      }
      line.append(word).append(' ');
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
