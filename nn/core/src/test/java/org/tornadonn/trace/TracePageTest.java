package org.tornadonn.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.OrientationModel;
import org.tornadonn.page.OpenPage;

/** The page in a real browser: it loads, shows its parts, and answers clicks and keys. */
class TracePageTest {

  @RegisterExtension static final OpenPage PAGE = new OpenPage();

  @TempDir static Path folder = Path.of(".");

  private static final Trace CLASSIFIER = new ClassifierTrace(1, 5).run(Device.jvm(), null);

  private static void open(Trace trace) throws Exception {
    PAGE.open(Files.writeString(folder.resolve("trace.html"), TracePage.of(trace).html()));
  }

  @ParameterizedTest
  @CsvSource({"1100, light", "390, light", "1100, dark", "390, dark"})
  void showsTheRun(int width, String scheme) throws Exception {
    PAGE.browser().window(width, scheme);
    open(CLASSIFIER);
    assertEquals(5, PAGE.count("#flow .stage"));
    assertEquals(5, PAGE.count("#flow .diagram svg"));
    assertEquals(2, PAGE.count("#training svg.chart polyline"));
    assertEquals(2 * 6, PAGE.count("#training svg.chart circle"));
    assertEquals(10 + 5 + 5 + 3, PAGE.count("#prediction svg.network g"));
    assertEquals(3, PAGE.count("#prediction .bar"));
    assertEquals(3, PAGE.count("#quiz .question"));
    for (var epoch : CLASSIFIER.epochs()) {
      assertTrue(PAGE.text("#training table").contains(epoch.observation()), epoch.observation());
    }
    assertEquals(
        scheme.equals("dark") ? "rgb(18, 22, 28)" : "rgb(246, 245, 241)",
        PAGE.browser().value("getComputedStyle(document.body).backgroundColor").asText());
    PAGE.picture("trace-%d-%s.png".formatted(width, scheme));
  }

  @Test
  void thePerceptronStepsByKeyAndByClick() throws Exception {
    PAGE.browser().window(390, "light");
    open(CLASSIFIER);
    PAGE.browser().value("document.getElementById('perceptron').focus()");
    assertTrue(PAGE.text("#perceptron .said").startsWith("Step 1 of 5"));
    int hidden = PAGE.count("#perceptron .hidden");
    PAGE.browser().key("ArrowRight");
    assertTrue(PAGE.text("#perceptron .said").startsWith("Step 2 of 5"));
    assertTrue(PAGE.count("#perceptron .hidden") < hidden);
    PAGE.browser().key("End");
    var neuron = Objects.requireNonNull(CLASSIFIER.neuron());
    var output = String.format(Locale.ROOT, "%.3f", neuron.output()).replace('-', '−');
    assertTrue(PAGE.text("#perceptron .said").contains(output), PAGE.text("#perceptron .said"));
    assertEquals(0, PAGE.count("#perceptron .hidden"));
    PAGE.picture("trace-perceptron.png");
    assertTrue(
        PAGE.browser().value("document.querySelector('#perceptron .main').disabled").asBoolean());
    PAGE.browser().key("ArrowLeft");
    assertTrue(PAGE.text("#perceptron .said").startsWith("Step 4 of 5"));
    PAGE.browser().value("document.querySelector('#perceptron .main').click()");
    assertTrue(PAGE.text("#perceptron .said").startsWith("Step 5 of 5"));
    assertEquals(List.of(), PAGE.browser().complaints());
  }

  @Test
  void theQuizAnswersOnClick() throws Exception {
    PAGE.browser().window(1100, "light");
    open(CLASSIFIER);
    for (int i = 0; i < 3; i++) {
      var question = CLASSIFIER.quiz().get(i);
      var place = "document.querySelectorAll('#quiz .question')[%d]".formatted(i);
      assertFalse(
          PAGE.browser().value(place + ".innerText").asText().contains(question.explanation()));
      int chosen = i == 0 ? (question.answer() + 1) % question.choices().size() : question.answer();
      PAGE.browser().value(place + ".querySelectorAll('button')[%d].click()".formatted(chosen));
      var after = PAGE.browser().value(place + ".innerText").asText();
      assertTrue(after.contains(question.explanation()), after);
      assertEquals(i > 0, after.contains("Right."), after);
      assertEquals(
          String.valueOf((char) ('A' + question.answer())),
          PAGE.browser().value(place + ".querySelector('button.right').innerText[0]").asText());
    }
    assertEquals(1, PAGE.count("#quiz button.wrong"));
  }

  @ParameterizedTest
  @CsvSource({"1100, light", "390, dark"})
  void showsAModelOfPictures(int width, String scheme) throws Exception {
    PAGE.browser().window(width, scheme);
    var model = new Model(OrientationModel.layers(), OrientationModel.input(32), 1);
    var x = new float[32 * 32];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i % 32 + i / 32) / 62f;
    }
    open(
        new ModelTrace("m.safetensors", model, true, "a </script><b>.png", x)
            .run(Device.jvm(), null));
    assertEquals(20, PAGE.count("#flow .stage"));
    assertEquals(0, PAGE.count("#training"));
    assertEquals(1 + 14 * 8, PAGE.count("#flow .maps img"));
    assertTrue(PAGE.text("header").contains("a </script><b>.png"), PAGE.text("header"));
    assertEquals(1, PAGE.count("#prediction svg.chart"));
    assertEquals(3, PAGE.count("#quiz .question"));
    PAGE.picture("trace-model-%d-%s.png".formatted(width, scheme));
  }
}
