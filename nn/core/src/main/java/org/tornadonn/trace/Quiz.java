package org.tornadonn.trace;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Three questions about a run; questions, choices and answers are made of its numbers. */
final class Quiz {

  private static final int QUESTIONS = 3;
  private static final int CHOICES = 4;

  private Quiz() {}

  /** The first three that this run can be asked about. */
  static List<Question> of(
      Prediction prediction,
      @Nullable Training training,
      List<Epoch> epochs,
      @Nullable Neuron neuron) {
    var layers = prediction.layers();
    return Stream.of(
            parameters(layers),
            relu(prediction),
            training == null ? Optional.<Question>empty() : steepest(training, epochs),
            neuron == null ? Optional.<Question>empty() : output(neuron),
            Optional.of(size(layers.getLast())),
            Optional.of(size(layers.getFirst())),
            Optional.of(largest(prediction)))
        .flatMap(Optional::stream)
        .limit(QUESTIONS)
        .toList();
  }

  private static Optional<Question> parameters(List<Stage> layers) {
    return layers.stream()
        .filter(stage -> stage.layer().startsWith("Linear("))
        .findFirst()
        .map(
            stage -> {
              int in = stage.input().getLast();
              int out = stage.shape().getLast();
              int weights = in * out;
              int right = stage.parameters();
              return among(
                  "%s is %s. How many numbers does it learn?"
                      .formatted(stage.name(), stage.layer()),
                  right,
                  List.of(weights, weights + out, in + out, weights + in, 2 * weights),
                  right == weights
                      ? String.format(
                          Locale.ROOT,
                          "Every input goes to every unit: %,d × %,d = %,d weights; this layer has no bias.",
                          in,
                          out,
                          weights)
                      : String.format(
                          Locale.ROOT,
                          "Every input goes to every unit, so there are %,d × %,d = %,d weights; each of the %,d units adds a bias of its own.",
                          in,
                          out,
                          weights,
                          out));
            });
  }

  private static Optional<Question> relu(Prediction prediction) {
    var layers = prediction.layers();
    return IntStream.range(1, layers.size())
        .filter(i -> layers.get(i).layer().equals("ReLU()"))
        .mapToObj(
            i -> {
              var relu = layers.get(i);
              var before = layers.get(i - 1);
              int size = size(relu.shape());
              int zeros = (int) Math.round(relu.statistics().zeros() * size);
              boolean all = size == before.sample().getFirst().size();
              var question =
                  all
                      ? "For %s, %s gives %s. How many of these are 0 after %s, the ReLU?"
                          .formatted(
                              prediction.sample(),
                              before.name(),
                              numbers(before.sample().getFirst()),
                              relu.name())
                      : String.format(
                          Locale.ROOT,
                          "For %s, %s gives %,d numbers between %.2f and %.2f. How many of them are 0 after %s, the ReLU?",
                          prediction.sample(),
                          before.name(),
                          size,
                          before.statistics().min(),
                          before.statistics().max(),
                          relu.name());
              int step = Math.max(1, size / 8);
              return among(
                  question,
                  zeros,
                  IntStream.of(-1, 1, -2, 2, -3, 3)
                      .map(k -> zeros + k * step)
                      .filter(k -> k >= 0 && k <= size)
                      .boxed()
                      .toList(),
                  String.format(
                      Locale.ROOT,
                      "ReLU keeps what is positive and makes the rest 0: %,d of %,d.",
                      zeros,
                      size));
            })
        .findFirst();
  }

  private static Optional<Question> steepest(Training training, List<Epoch> epochs) {
    if (epochs.size() < 2) {
      return Optional.empty();
    }
    var losses = epochs.stream().mapToDouble(Epoch::loss).toArray();
    int right = Epoch.steepest(training.start().loss(), losses);
    int first = Math.clamp((long) right - CHOICES / 2, 1, Math.max(1, losses.length - CHOICES + 1));
    var choices =
        IntStream.range(first, Math.min(losses.length + 1, first + CHOICES))
            .mapToObj(epoch -> "Epoch " + epoch)
            .toList();
    double before = right == 1 ? training.start().loss() : losses[right - 2];
    double after = losses[right - 1];
    return Optional.of(
        new Question(
            "In which epoch did the loss fall most?",
            choices,
            right - first,
            String.format(
                Locale.ROOT,
                "There it went from %.3f to %.3f; no other epoch took as much off.",
                before,
                after)));
  }

  private static Optional<Question> output(Neuron neuron) {
    double bias = neuron.bias() == null ? 0 : neuron.bias();
    var right = number(neuron.output());
    var choices = new LinkedHashSet<String>();
    choices.add(right);
    choices.add(number(neuron.sum() - bias));
    choices.add(number(neuron.sum() * bias));
    choices.add(number(Math.max(neuron.sum(), bias)));
    choices.add(number(-neuron.output()));
    choices.add(number(2 * neuron.sum()));
    var sorted =
        choices.stream()
            .limit(CHOICES)
            .sorted((a, b) -> Double.compare(Double.parseDouble(a), Double.parseDouble(b)))
            .toList();
    return Optional.of(
        new Question(
            String.format(
                Locale.ROOT,
                "In %s, unit %d, inputs times weights add up to %s, and %s. What does the unit give?",
                neuron.layer(),
                neuron.unit(),
                number(neuron.sum()),
                neuron.bias() == null ? "there is no bias" : "its bias is " + number(bias)),
            sorted,
            sorted.indexOf(right),
            neuron.bias() == null
                ? "Without a bias the sum is the output."
                : "A perceptron adds its bias to the sum: %s + %s = %s."
                    .formatted(number(neuron.sum()), number(bias), right)));
  }

  private static Question size(Stage stage) {
    var sizes = stage.shape().subList(1, stage.shape().size());
    int right = size(sizes);
    int sum = sizes.stream().mapToInt(size -> size).sum();
    return among(
        "Of one sample, %s has the shape %s. How many numbers are that?"
            .formatted(stage.name(), sizes),
        right,
        List.of(sum, 2 * right, right + sum, right + 1),
        String.format(
            Locale.ROOT,
            "The sizes multiplied: %s = %,d.",
            sizes.stream().map(String::valueOf).collect(Collectors.joining(" × ")),
            right));
  }

  private static Question largest(Prediction prediction) {
    int right = 0;
    for (int i = 1; i < prediction.scores().size(); i++) {
      right = prediction.scores().get(i) > prediction.scores().get(right) ? i : right;
    }
    return among(
        "Which output is the largest for %s, counted from 0?".formatted(prediction.sample()),
        right,
        List.of(right + 1, right + 2, right + 3),
        String.format(
            Locale.ROOT, "Output %d is %s.", right, number(prediction.scores().get(right))));
  }

  /** A question whose choices are whole numbers, in their order. */
  private static Question among(
      String question, int right, List<Integer> wrong, String explanation) {
    var numbers = new TreeSet<Integer>();
    numbers.add(right);
    wrong.stream().filter(number -> numbers.size() < CHOICES).forEach(numbers::add);
    var choices =
        numbers.stream().map(number -> String.format(Locale.ROOT, "%,d", number)).toList();
    return new Question(question, choices, numbers.headSet(right).size(), explanation);
  }

  private static int size(List<Integer> sizes) {
    return sizes.stream().reduce(1, Math::multiplyExact);
  }

  private static String numbers(List<Float> values) {
    return values.stream().map(Quiz::number).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String number(double value) {
    var text = String.format(Locale.ROOT, "%.3f", value);
    return text.equals("-0.000") ? "0.000" : text;
  }
}
