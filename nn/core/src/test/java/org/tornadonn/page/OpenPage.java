package org.tornadonn.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A page in a headless Chromium, for a class of tests, which are skipped where there is none. */
public final class OpenPage implements BeforeAllCallback, AfterAllCallback {

  /** Pictures of the pages, to be looked at. */
  private static final Path PICTURES = Path.of("target", "screenshots");

  private @Nullable Browser browser;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    var program = Browser.program();
    assumeTrue(
        program.isPresent(),
        "no chromium on the path: install it to test pages (apt-get install chromium)");
    browser =
        Browser.open(
            program.orElseThrow(), Files.createTempDirectory(Path.of("target"), "chromium"));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (browser != null) {
      browser.close();
    }
  }

  /** The browser that shows it. */
  public Browser browser() {
    return Objects.requireNonNull(browser);
  }

  /** Opens a file, which has to load without complaints or requests and to fit the window. */
  public void open(Path file) throws Exception {
    browser().load(file);
    assertEquals(List.of(), browser().complaints());
    assertEquals(List.of(), browser().requests(file));
    var text = text("body");
    for (var slip : List.of("undefined", "NaN", "[object")) {
      assertFalse(text.contains(slip), slip + " in\n" + text);
    }
    assertTrue(
        browser().value("document.documentElement.scrollWidth <= window.innerWidth").asBoolean(),
        "the page is wider than the window");
  }

  /** How many elements it has. */
  public int count(String selector) {
    return browser().value("document.querySelectorAll('%s').length".formatted(selector)).asInt();
  }

  /** The text of the first element, in one line. */
  public String text(String selector) {
    return browser()
        .value("document.querySelector('%s').innerText".formatted(selector))
        .asText()
        .replace('\n', ' ')
        .replace('\t', ' ');
  }

  /** Keeps a picture of it, to be looked at. */
  public void picture(String name) throws Exception {
    browser().screenshot(PICTURES.resolve(name));
  }
}
