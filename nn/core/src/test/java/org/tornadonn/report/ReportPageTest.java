package org.tornadonn.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tornadonn.page.OpenPage;

/** The report in a real browser: it loads, and shows its parts and numbers. */
class ReportPageTest {

  @RegisterExtension static final OpenPage PAGE = new OpenPage();

  @TempDir static Path folder = Path.of(".");

  private static void open(Report report) throws Exception {
    var file = folder.resolve("report.html");
    report.write(file);
    PAGE.open(file);
    var text = PAGE.text("main");
    for (var slip : List.of("Infinity", "null")) {
      assertFalse(text.contains(slip), slip + " in\n" + text);
    }
    var geometry =
        "[...document.querySelectorAll('svg [points], svg [d], svg [cx], svg [y1]')].filter(e => /NaN|Infinity/.test(e.outerHTML)).length";
    assertEquals(0, PAGE.browser().value(geometry).asInt(), "curves through no numbers");
  }

  @ParameterizedTest
  @CsvSource({"1100, light", "390, light", "1100, dark", "390, dark"})
  void showsARunOfAngles(int width, String scheme) throws Exception {
    PAGE.browser().window(width, scheme);
    var angles = Reports.angles(40);
    open(Reports.of(Reports.epochs(12, true, Reports.MEDIAN), List.of(Reports.MEDIAN), angles));
    assertTrue(
        PAGE.text("h1").contains("a </script><b onclick=\"x\">&amp; /*STYLE*/"), PAGE.text("h1"));
    assertEquals(4, PAGE.count("#curves svg.chart"));
    assertEquals(5, PAGE.count("#curves polyline"));
    assertEquals(12, PAGE.count("#epochs tbody tr"));
    assertEquals(8, PAGE.count("#shown .sample"));
    assertEquals(8, PAGE.count("#worst .sample"));
    assertEquals(32, PAGE.count(".pair svg image"));
    assertEquals(18, PAGE.count("#predictions rect"));
    var worst = angles.worst().getFirst();
    assertTrue(
        PAGE.text("#worst .sample").contains("off by %.1f°".formatted(worst.error())),
        PAGE.text("#worst .sample"));
    assertTrue(PAGE.text("#epochs tbody tr:nth-child(4)").startsWith("4 0.2424 0.2624 26.2°"));
    assertTrue(PAGE.text("#configuration").contains("adam, learning rate 0.001"));
    assertTrue(PAGE.text("#device summary").contains("3 calls, 1 tuned, 2 fused"));
    assertEquals(
        scheme.equals("dark") ? "rgb(18, 22, 28)" : "rgb(246, 245, 241)",
        PAGE.browser().value("getComputedStyle(document.body).backgroundColor").asText());
    PAGE.picture("report-%d-%s.png".formatted(width, scheme));
  }

  @Test
  void theCurvesTellTheirNumbers() throws Exception {
    PAGE.browser().window(1100, "light");
    open(Reports.of(Reports.epochs(12, true, Reports.MEDIAN), List.of(Reports.MEDIAN), null));
    assertEquals(0, PAGE.count("#predictions"));
    var legend = "#curves figure .legend";
    assertTrue(PAGE.text(legend).contains("epoch 12"), PAGE.text(legend));
    PAGE.browser().value("document.querySelector('#curves svg').focus()");
    for (int i = 0; i < 8; i++) {
      PAGE.browser().key("ArrowLeft");
    }
    assertTrue(PAGE.text(legend).contains("training 0.2424"), PAGE.text(legend));
    assertTrue(PAGE.text(legend).contains("validation 0.2624"), PAGE.text(legend));
    assertTrue(PAGE.text(legend).contains("epoch 4"), PAGE.text(legend));
    PAGE.browser()
        .value(
            "(() => { const c = document.querySelector('#curves svg'), b = c.getBoundingClientRect();"
                + " c.dispatchEvent(new PointerEvent('pointermove', {clientX: b.left + b.width * 46 / 360})); })()");
    assertTrue(PAGE.text(legend).contains("epoch 1"), PAGE.text(legend));
  }

  @ParameterizedTest
  @CsvSource({"1100, light", "390, dark"})
  void showsARunOfClasses(int width, String scheme) throws Exception {
    PAGE.browser().window(width, scheme);
    var names =
        List.of("airplane", "bird", "cat", "a very long name of a class", "dog", "<i>frog</i>");
    var classes = Reports.classes(240, names);
    open(
        Reports.of(Reports.epochs(30, true, Reports.ACCURACY), List.of(Reports.ACCURACY), classes));
    assertEquals(36, PAGE.count("table.confusion td"));
    assertEquals(6, PAGE.count("table.confusion tbody tr"));
    assertTrue(
        PAGE.text("table.confusion tbody tr").trim().endsWith("36 4"),
        PAGE.text("table.confusion tbody tr"));
    assertEquals(16, PAGE.count(".sample img"));
    assertTrue(PAGE.text("#predictions").contains("<i>frog</i>"));
    assertEquals(0, PAGE.count("i:not([class]):not([style])"));
    assertTrue(PAGE.text("#worst .sample").contains("✗"), PAGE.text("#worst .sample"));
    PAGE.picture("report-classes-%d-%s.png".formatted(width, scheme));
  }

  @Test
  void oneEpochWithoutValidation() throws Exception {
    PAGE.browser().window(390, "light");
    open(Reports.of(Reports.epochs(1, false, Reports.MEDIAN), List.of(Reports.MEDIAN), null));
    assertEquals(3, PAGE.count("#curves svg.chart"));
    assertEquals(0, PAGE.count("#curves polyline"));
    assertEquals(3, PAGE.count("#curves circle"));
    assertTrue(PAGE.text(".tiles").contains("no validation"));
    PAGE.picture("report-one-epoch.png");
  }

  @Test
  void aLossThatIsNoNumberIsAGap() throws Exception {
    PAGE.browser().window(1100, "light");
    var epochs = new ArrayList<>(Reports.epochs(6, true, Reports.MEDIAN));
    epochs.set(2, Reports.epoch(3, Double.NaN, Double.NaN, Reports.MEDIAN));
    epochs.set(5, Reports.epoch(6, Double.POSITIVE_INFINITY, 1e30, Reports.MEDIAN));
    open(Reports.of(epochs, List.of(Reports.MEDIAN), null));
    assertTrue(PAGE.text("#epochs tbody tr:nth-child(3)").contains("not a number"));
    assertTrue(PAGE.text("#epochs tbody tr:nth-child(6)").contains("∞"));
    assertTrue(PAGE.text("#curves figcaption").contains("logarithmic"));
    PAGE.picture("report-nan.png");
  }

  @Test
  void aThousandEpochs() throws Exception {
    PAGE.browser().window(1100, "light");
    open(Reports.of(Reports.epochs(1000, true, Reports.MEDIAN), List.of(Reports.MEDIAN), null));
    assertTrue(PAGE.count("#epochs tbody tr") <= 45);
    assertTrue(PAGE.text("#epochs tbody tr:last-child").startsWith("1,000"));
    assertTrue(PAGE.count("#curves svg *") < 400);
    PAGE.picture("report-1000.png");
  }

  @Test
  void noEpochAtAll() throws Exception {
    PAGE.browser().window(390, "dark");
    open(Reports.of(List.of(), List.of(), null));
    assertEquals(0, PAGE.count("#curves"));
    assertEquals(1, PAGE.count("#model"));
  }
}
