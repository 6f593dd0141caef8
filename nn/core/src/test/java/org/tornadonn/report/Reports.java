package org.tornadonn.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tornadonn.data.Dataset;
import org.tornadonn.data.OrientationGenerator;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.OrientationModel;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.Evaluation;

/** Reports with made-up numbers. */
final class Reports {

  static final String NASTY = "a </script><b onclick=\"x\">&amp; /*STYLE*/ \u2028 'q'.png";

  static final Measure MEDIAN = new Measure("median error", "°", false);
  static final Measure ACCURACY = new Measure("accuracy", "%", true);

  private Reports() {}

  static Epoch epoch(int number, double loss, @Nullable Double validation, Measure measure) {
    return new Epoch(
        number,
        loss,
        validation,
        validation == null
            ? Map.of()
            : Map.of(
                measure.name(), measure.unit().equals("%") ? 1 - validation : 100 * validation),
        1e-3 * Math.cos(number / 100.0) * Math.cos(number / 100.0),
        1234.5 + number,
        3.25,
        "jvm");
  }

  static List<Epoch> epochs(int count, boolean validation, Measure measure) {
    var epochs = new ArrayList<Epoch>();
    for (int e = 1; e <= count; e++) {
      double loss = 0.5 / Math.sqrt(e) + 0.01 * Math.sin(e);
      epochs.add(epoch(e, loss, validation ? loss + 0.02 : null, measure));
    }
    return epochs;
  }

  static Report of(List<Epoch> epochs, List<Measure> measures, @Nullable Outcome outcome) {
    var configuration = new LinkedHashMap<String, String>();
    configuration.put("data", NASTY);
    configuration.put("batch size", "16");
    configuration.put("optimizer", "adam, learning rate 0.001");
    boolean validated = epochs.stream().anyMatch(e -> e.validationLoss() != null);
    return new Report(
        "runs/" + NASTY,
        "Finished %d epochs.".formatted(epochs.size()),
        configuration,
        900,
        validated ? 100 : 0,
        new Hardware("jvm", "CPU", "2 cores, Vector API with 512 bits", "Java 25.0.1", 1L << 31),
        List.of(
            new PlacedCall("conv.0 + conv.1", "conv2d forward + relu forward", 2, "fused", ""),
            new PlacedCall("fc.0", "linear forward", 1, "tuned", "")),
        Network.of(new Model(OrientationModel.layers(), OrientationModel.input(32), 1), 12_345_678),
        measures,
        epochs,
        outcome);
  }

  /** Pictures of the generator, and predictions that are off by up to 180°. */
  static Angles angles(int samples) {
    var pictures = new OrientationGenerator(samples, 32, 1);
    var predictions = new float[2 * samples];
    var answers = new float[2 * samples];
    for (int i = 0; i < samples; i++) {
      double angle = Math.toRadians(pictures.answer(i).degrees());
      double off = Math.toRadians(180 * Math.pow((double) i / samples, 4));
      answers[2 * i] = (float) Math.sin(angle);
      answers[2 * i + 1] = (float) Math.cos(angle);
      predictions[2 * i] = (float) Math.sin(angle + off);
      predictions[2 * i + 1] = (float) Math.cos(angle + off);
    }
    return Angles.of(
        new Predicted(
            "validation set",
            new Pictures(samples, 1, 2),
            Shape.of(1, 32, 32),
            new Evaluation(predictions, answers)));
  }

  /** Every tenth sample of a class is taken for the next one, but for the last class. */
  static Classes classes(int samples, List<String> names) {
    int width = names.size();
    var scores = new float[samples * width];
    var answers = new float[samples];
    for (int i = 0; i < samples; i++) {
      int truth = i % width;
      int taken = i / width % 10 == 9 && truth < width - 1 ? truth + 1 : truth;
      answers[i] = truth;
      scores[i * width + taken] = 3 + i % 7;
    }
    return Classes.of(
        new Predicted(
            "validation set",
            new Pictures(samples, 3, 1),
            Shape.of(3, 32, 32),
            new Evaluation(scores, answers)),
        names);
  }

  /** Pictures of the generator in one or three channels; their names are hard to show. */
  private record Pictures(int size, int channels, int targetLength) implements Dataset {

    @Override
    public int inputLength() {
      return channels * 32 * 32;
    }

    @Override
    public String name(int index) {
      return index + NASTY;
    }

    @Override
    public void read(int index, int epoch, float[] x, int xAt, float[] y, int yAt) {
      var pixels = new OrientationGenerator(size, 32, 1).picture(index).pixels();
      for (int c = 0; c < channels; c++) {
        float strength = channels == 1 ? 1 : 0.4f + 0.2f * ((index + c) % 4);
        for (int i = 0; i < pixels.length; i++) {
          x[xAt + c * pixels.length + i] = strength * pixels[i];
        }
      }
    }
  }
}
