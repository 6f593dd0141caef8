package org.tornadonn.examples;

import static org.tornadonn.layer.Layers.*;

import java.util.*;
import org.tornadonn.data.Batch;
import org.tornadonn.device.Device;
import org.tornadonn.layer.*;
import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;
import org.tornadonn.train.*;

/** Embedded words and a convolution over them say whether a sentence praises. */
public final class TextEmbedding {

  private static final List<String> GOOD = List.of("good", "great", "fine", "lovely");
  private static final List<String> BAD = List.of("bad", "dull", "poor", "awful");
  private static final List<String> SENTENCES =
      List.of("the film was %s", "i found it %s to the end", "a %s story", "it was to me %s");
  private static final int LENGTH = 8;

  private final Map<String, Integer> words = new HashMap<>();
  private final Random random = new Random(1);

  /** Words become numbers from 1 on, in the order in which they come; 0 fills the rest. */
  private void encode(String text, float[] x, int at) {
    for (var word : text.split(" ")) {
      x[at++] = words.computeIfAbsent(word, unknown -> words.size() + 1);
    }
  }

  private <T> T choice(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private Batch sentences(int n) {
    float[] x = new float[n * LENGTH], y = new float[n];
    for (int i = 0; i < n; i++) {
      int praise = random.nextInt(2), negated = random.nextInt(2);
      var word = choice(praise == negated ? BAD : GOOD);
      encode(choice(SENTENCES).formatted("not ".repeat(negated) + word), x, i * LENGTH);
      y[i] = praise;
    }
    return new Batch(x, y, n);
  }

  private static Value textCnn(Scope scope, Value x) {
    var embedded = scope.call("embedding", embedding(50, 16).paddingIdx(0), x);
    var features = scope.call("conv", conv1d(16, 32, 3).padding(1), F.transpose(embedded, 1, 2));
    return scope.call("out", linear(32, 2), F.amax(F.relu(features), 2));
  }

  private void run(Device device) {
    var model = new Model(TextEmbedding::textCnn, Shape.of(LENGTH), 1);
    var optimizer = Optimizer.adam(1e-2f);
    try (var trainer = new Trainer(model, Loss.crossEntropy(), optimizer, 32, device)) {
      for (int step = 0; step < 100; step++) {
        trainer.step(sentences(32));
      }
      float[] text = new float[LENGTH];
      encode("the story was not dull", text, 0);
      float[] scores = trainer.predict(text, 1);
      System.out.println("not dull: " + (scores[1] > scores[0] ? "praise" : "blame"));
      var test = sentences(500);
      var accuracy = Accuracy.of(trainer.predict(test.x(), 500), test.y());
      System.out.printf("accuracy %.3f%n", accuracy.share());
    }
  }

  public static void main(String... args) {
    new TextEmbedding().run(Device.of(args.length > 0 ? args[0] : "jvm"));
  }
}
