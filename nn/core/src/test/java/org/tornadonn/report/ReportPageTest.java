package org.tornadonn.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tornadonn.page.Browser;

/** The report in a real browser: it loads, and shows its parts and numbers. */
class ReportPageTest {

  /** Pictures of the pages, to be looked at. */
  private static final Path PICTURES = Path.of("target", "screenshots");

  @TempDir static Path folder = Path.of(".");

  private static @Nullable Browser browser;

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

  /** Opens a report, which has to be sound. */
  private static void open(Report report) throws Exception {
    var file = folder.resolve("report.html");
    report.write(file);
    browser().load(file);
    assertEquals(List.of(), browser().complaints());
    assertEquals(List.of(), browser().requests(file));
    var text = text("main");
    for (var slip : List.of("undefined", "NaN", "Infinity", "null", "[object")) {
      assertFalse(text.contains(slip), slip + " in\n" + text);
    }
    assertTrue(
        browser().value("document.documentElement.scrollWidth <= window.innerWidth").asBoolean(),
        "the page is wider than the window");
    var geometry =
        "[...document.querySelectorAll('svg [points], svg [d], svg [cx], svg [y1]')].filter(e => /NaN|Infinity/.test(e.outerHTML)).length";
    assertEquals(0, browser().value(geometry).asInt(), "curves through no numbers");
  }

  private static int count(String selector) {
    return browser().value("document.querySelectorAll('%s').length".formatted(selector)).asInt();
  }

  private static String text(String selector) {
    return browser()
        .value("document.querySelector('%s').innerText".formatted(selector))
        .asText()
        .replace('\n', ' ')
        .replace('\t', ' ');
  }

  @ParameterizedTest
  @CsvSource({"1100, light", "390, light", "1100, dark", "390, dark"})
  void showsARunOfAngles(int width, String scheme) throws Exception {
    browser().window(width, scheme);
    var angles = Reports.angles(40);
    open(Reports.of(Reports.epochs(12, true, Reports.MEDIAN), List.of(Reports.MEDIAN), angles));
    assertTrue(text("h1").contains("a </script><b onclick=\"x\">&amp; /*STYLE*/"), text("h1"));
    assertEquals(4, count("#curves svg.chart"));
    assertEquals(5, count("#curves polyline"));
    assertEquals(12, count("#epochs tbody tr"));
    assertEquals(8, count("#shown .sample"));
    assertEquals(8, count("#worst .sample"));
    assertEquals(32, count(".pair svg image"));
    assertEquals(18, count("#predictions rect"));
    var worst = angles.worst().getFirst();
    assertTrue(
        text("#worst .sample").contains("off by %.1f°".formatted(worst.error())),
        text("#worst .sample"));
    assertTrue(text("#epochs tbody tr:nth-child(4)").startsWith("4 0.2424 0.2624 26.2°"));
    assertTrue(text("#configuration").contains("adam, learning rate 0.001"));
    assertTrue(text("#device summary").contains("3 calls, 1 tuned, 2 fused"));
    assertEquals(
        scheme.equals("dark") ? "rgb(18, 22, 28)" : "rgb(246, 245, 241)",
        browser().value("getComputedStyle(document.body).backgroundColor").asText());
    browser().screenshot(PICTURES.resolve("report-%d-%s.png".formatted(width, scheme)));
  }

  @Test
  void theCurvesTellTheirNumbers() throws Exception {
    browser().window(1100, "light");
    open(Reports.of(Reports.epochs(12, true, Reports.MEDIAN), List.of(Reports.MEDIAN), null));
    assertEquals(0, count("#predictions"));
    var legend = "#curves figure .legend";
    assertTrue(text(legend).contains("epoch 12"), text(legend));
    browser().value("document.querySelector('#curves svg').focus()");
    for (int i = 0; i < 8; i++) {
      browser().key("ArrowLeft");
    }
    assertTrue(text(legend).contains("training 0.2424"), text(legend));
    assertTrue(text(legend).contains("validation 0.2624"), text(legend));
    assertTrue(text(legend).contains("epoch 4"), text(legend));
    browser()
        .value(
            "(() => { const c = document.querySelector('#curves svg'), b = c.getBoundingClientRect();"
                + " c.dispatchEvent(new PointerEvent('pointermove', {clientX: b.left + b.width * 46 / 360})); })()");
    assertTrue(text(legend).contains("epoch 1"), text(legend));
  }

  @ParameterizedTest
  @CsvSource({"1100, light", "390, dark"})
  void showsARunOfClasses(int width, String scheme) throws Exception {
    browser().window(width, scheme);
    var names =
        List.of("airplane", "bird", "cat", "a very long name of a class", "dog", "<i>frog</i>");
    var classes = Reports.classes(240, names);
    open(
        Reports.of(Reports.epochs(30, true, Reports.ACCURACY), List.of(Reports.ACCURACY), classes));
    assertEquals(36, count("table.confusion td"));
    assertEquals(6, count("table.confusion tbody tr"));
    assertTrue(
        text("table.confusion tbody tr").trim().endsWith("36 4"), text("table.confusion tbody tr"));
    assertEquals(16, count(".sample img"));
    assertTrue(text("#predictions").contains("<i>frog</i>"));
    assertEquals(0, count("i:not([class]):not([style])"));
    assertTrue(text("#worst .sample").contains("✗"), text("#worst .sample"));
    browser().screenshot(PICTURES.resolve("report-classes-%d-%s.png".formatted(width, scheme)));
  }

  @Test
  void oneEpochWithoutValidation() throws Exception {
    browser().window(390, "light");
    open(Reports.of(Reports.epochs(1, false, Reports.MEDIAN), List.of(Reports.MEDIAN), null));
    assertEquals(3, count("#curves svg.chart"));
    assertEquals(0, count("#curves polyline"));
    assertEquals(3, count("#curves circle"));
    assertTrue(text(".tiles").contains("no validation"));
    browser().screenshot(PICTURES.resolve("report-one-epoch.png"));
  }

  @Test
  void aLossThatIsNoNumberIsAGap() throws Exception {
    browser().window(1100, "light");
    var epochs = new ArrayList<>(Reports.epochs(6, true, Reports.MEDIAN));
    epochs.set(2, Reports.epoch(3, Double.NaN, Double.NaN, Reports.MEDIAN));
    epochs.set(5, Reports.epoch(6, Double.POSITIVE_INFINITY, 1e30, Reports.MEDIAN));
    open(Reports.of(epochs, List.of(Reports.MEDIAN), null));
    assertTrue(text("#epochs tbody tr:nth-child(3)").contains("not a number"));
    assertTrue(text("#epochs tbody tr:nth-child(6)").contains("∞"));
    assertTrue(text("#curves figcaption").contains("logarithmic"));
    browser().screenshot(PICTURES.resolve("report-nan.png"));
  }

  @Test
  void aThousandEpochs() throws Exception {
    browser().window(1100, "light");
    open(Reports.of(Reports.epochs(1000, true, Reports.MEDIAN), List.of(Reports.MEDIAN), null));
    assertTrue(count("#epochs tbody tr") <= 45);
    assertTrue(text("#epochs tbody tr:last-child").startsWith("1,000"));
    assertTrue(count("#curves svg *") < 400);
    browser().screenshot(PICTURES.resolve("report-1000.png"));
  }

  @Test
  void noEpochAtAll() throws Exception {
    browser().window(390, "dark");
    open(Reports.of(List.of(), List.of(), null));
    assertEquals(0, count("#curves"));
    assertEquals(1, count("#model"));
  }
}
