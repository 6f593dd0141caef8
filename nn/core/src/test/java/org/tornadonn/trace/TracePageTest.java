package org.tornadonn.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.OrientationModel;
import org.tornadonn.page.Browser;

/** The page in a real browser: it loads, shows its parts, and answers clicks and keys. */
class TracePageTest {

  /** Pictures of the pages, to be looked at. */
  private static final Path PICTURES = Path.of("target", "screenshots");

  @TempDir static Path folder = Path.of(".");

  private static @Nullable Browser browser;

  private static final Trace CLASSIFIER = new ClassifierTrace(1, 5).run(Device.jvm(), null);

  @BeforeAll
  static void start() throws Exception {
    var program = Browser.program();
    assumeTrue(
        program.isPresent(),
        "no chromium on the path: install it to test pages (apt-get install chromium)");
    browser =
        Browser.open(
            program.orElseThrow(), Files.createTempDirectory(Path.of("target"), "chromium"));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  private static Browser browser() {
    return Objects.requireNonNull(browser);
  }

  private static Path open(Trace trace) throws Exception {
    var file = Files.writeString(folder.resolve("trace.html"), TracePage.of(trace).html());
    browser().load(file);
    return file;
  }

  private static void sound(Path file) {
    assertEquals(List.of(), browser().complaints());
    assertEquals(List.of(), browser().requests(file));
    assertFalse(browser().value("document.body.innerText").asText().contains("undefined"));
    assertFalse(browser().value("document.body.innerText").asText().contains("NaN"));
    assertTrue(
        browser().value("document.documentElement.scrollWidth <= window.innerWidth").asBoolean(),
        "the page is wider than the window");
  }

  private static int count(String selector) {
    return browser().value("document.querySelectorAll('%s').length".formatted(selector)).asInt();
  }

  private static String text(String selector) {
    return browser().value("document.querySelector('%s').innerText".formatted(selector)).asText();
  }

  @ParameterizedTest
  @CsvSource({"1100, light", "390, light", "1100, dark", "390, dark"})
  void showsTheRun(int width, String scheme) throws Exception {
    browser().window(width, scheme);
    var file = open(CLASSIFIER);
    sound(file);
    assertEquals(5, count("#flow .stage"));
    assertEquals(5, count("#flow .diagram svg"));
    assertEquals(2, count("#training svg.chart polyline"));
    assertEquals(2 * 6, count("#training svg.chart circle"));
    assertEquals(10 + 5 + 5 + 3, count("#prediction svg.network g"));
    assertEquals(3, count("#prediction .bar"));
    assertEquals(3, count("#quiz .question"));
    for (var epoch : CLASSIFIER.epochs()) {
      assertTrue(text("#training table").contains(epoch.observation()), epoch.observation());
    }
    assertEquals(
        scheme.equals("dark") ? "rgb(18, 22, 28)" : "rgb(246, 245, 241)",
        browser().value("getComputedStyle(document.body).backgroundColor").asText());
    browser().screenshot(PICTURES.resolve("trace-%d-%s.png".formatted(width, scheme)));
  }

  @Test
  void thePerceptronStepsByKeyAndByClick() throws Exception {
    browser().window(390, "light");
    open(CLASSIFIER);
    browser().value("document.getElementById('perceptron').focus()");
    assertTrue(text("#perceptron .said").startsWith("Step 1 of 5"));
    int hidden = count("#perceptron .hidden");
    browser().key("ArrowRight");
    assertTrue(text("#perceptron .said").startsWith("Step 2 of 5"));
    assertTrue(count("#perceptron .hidden") < hidden);
    browser().key("End");
    var neuron = Objects.requireNonNull(CLASSIFIER.neuron());
    var output = String.format(Locale.ROOT, "%.3f", neuron.output()).replace('-', '−');
    assertTrue(text("#perceptron .said").contains(output), text("#perceptron .said"));
    assertEquals(0, count("#perceptron .hidden"));
    browser().screenshot(PICTURES.resolve("trace-perceptron.png"));
    assertTrue(browser().value("document.querySelector('#perceptron .main').disabled").asBoolean());
    browser().key("ArrowLeft");
    assertTrue(text("#perceptron .said").startsWith("Step 4 of 5"));
    browser().value("document.querySelector('#perceptron .main').click()");
    assertTrue(text("#perceptron .said").startsWith("Step 5 of 5"));
    assertEquals(List.of(), browser().complaints());
  }

  @Test
  void theQuizAnswersOnClick() throws Exception {
    browser().window(1100, "light");
    open(CLASSIFIER);
    for (int i = 0; i < 3; i++) {
      var question = CLASSIFIER.quiz().get(i);
      var place = "document.querySelectorAll('#quiz .question')[%d]".formatted(i);
      assertFalse(browser().value(place + ".innerText").asText().contains(question.explanation()));
      int chosen = i == 0 ? (question.answer() + 1) % question.choices().size() : question.answer();
      browser().value(place + ".querySelectorAll('button')[%d].click()".formatted(chosen));
      var after = browser().value(place + ".innerText").asText();
      assertTrue(after.contains(question.explanation()), after);
      assertEquals(i > 0, after.contains("Right."), after);
      assertEquals(
          String.valueOf((char) ('A' + question.answer())),
          browser().value(place + ".querySelector('button.right').innerText[0]").asText());
    }
    assertEquals(1, count("#quiz button.wrong"));
  }

  @ParameterizedTest
  @CsvSource({"1100, light", "390, dark"})
  void showsAModelOfPictures(int width, String scheme) throws Exception {
    browser().window(width, scheme);
    var model = new Model(OrientationModel.layers(), OrientationModel.input(32), 1);
    var x = new float[32 * 32];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i % 32 + i / 32) / 62f;
    }
    var file =
        open(
            new ModelTrace("m.safetensors", model, true, "a </script><b>.png", x)
                .run(Device.jvm(), null));
    sound(file);
    assertEquals(20, count("#flow .stage"));
    assertEquals(0, count("#training"));
    assertEquals(1 + 14 * 8, count("#flow .maps img"));
    assertTrue(text("header").contains("a </script><b>.png"), text("header"));
    assertEquals(1, count("#prediction svg.chart"));
    assertEquals(3, count("#quiz .question"));
    browser().screenshot(PICTURES.resolve("trace-model-%d-%s.png".formatted(width, scheme)));
  }
}
