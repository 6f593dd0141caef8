package org.tornadonn.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A headless Chromium with one page, spoken to over its DevTools protocol.
 *
 * @see <a href="https://chromedevtools.github.io/devtools-protocol/">the protocol</a>
 */
public final class Browser implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Against hanging only. */
  private static final long MINUTES = 5;

  private final Process process;
  private final WebSocket socket;
  private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
  private final List<JsonNode> events = new ArrayList<>();
  private final AtomicInteger calls = new AtomicInteger();

  private Browser(Process process, URI page) {
    this.process = process;
    this.socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(page, new Inbox()).join();
    for (var domain : List.of("Page", "Runtime", "Log", "Network")) {
      call(domain + ".enable", Map.of());
    }
    call("Page.setLifecycleEventsEnabled", Map.of("enabled", true));
  }

  /** The program, if there is one on the path. */
  public static Optional<Path> program() {
    for (var folder : System.getenv("PATH").split(":")) {
      for (var name : List.of("chromium", "chromium-browser", "google-chrome")) {
        var program = Path.of(folder, name);
        if (Files.isExecutable(program)) {
          return Optional.of(program);
        }
      }
    }
    return Optional.empty();
  }

  /** Starts the program with a profile of its own. */
  public static Browser open(Path program, Path profile) throws Exception {
    var process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--no-first-run",
                "--disable-background-networking",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return new Browser(process, newPage(port(process)));
    } catch (Exception e) {
      process.destroy();
      throw e;
    }
  }

  private static int port(Process process) throws IOException {
    var said =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    for (var line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith("DevTools listening on ")) {
        Thread.ofVirtual().start(() -> drain(said));
        return URI.create(line.substring(line.indexOf("ws://"))).getPort();
      }
    }
    throw new IOException("Chromium ended before it listened.");
  }

  /** A full pipe would stop the program. */
  private static void drain(BufferedReader said) {
    try {
      while (said.readLine() != null) {}
    } catch (IOException e) {
      // the program has ended
    }
  }

  private static URI newPage(int port) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/json/new".formatted(port)))
            .PUT(HttpRequest.BodyPublishers.noBody())
            .build();
    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    return URI.create(JSON.readTree(answer).get("webSocketDebuggerUrl").asText());
  }

  /** Puts the parts of messages together. */
  private final class Inbox implements WebSocket.Listener {

    private final StringBuilder part = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        try {
          messages.add(JSON.readTree(part.toString()));
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
        part.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  private JsonNode call(String method, Map<String, ?> parameters) {
    int id = calls.incrementAndGet();
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", JSON.valueToTree(parameters));
    socket.sendText(message.toString(), true).join();
    while (true) {
      var answer = next();
      if (answer.path("id").asInt() == id) {
        if (answer.has("error")) {
          throw new IllegalStateException(method + ": " + answer.get("error"));
        }
        return answer.get("result");
      }
    }
  }

  private JsonNode next() {
    try {
      var message = messages.poll(MINUTES, TimeUnit.MINUTES);
      if (message == null) {
        throw new IllegalStateException("Chromium does not answer.");
      }
      if (message.has("method")) {
        events.add(message);
      }
      return message;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A window of that width, with the scheme light or dark; for the pages that follow. */
  public void window(int width, String scheme) {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 844, "deviceScaleFactor", 1, "mobile", width < 600));
    call(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** Loads a file and waits for it: a page before it may have been loading still. */
  public void load(Path file) {
    events.clear();
    var navigated = call("Page.navigate", Map.of("url", file.toUri().toString()));
    var loader = navigated.get("loaderId").asText();
    while (events.stream().noneMatch(event -> isLoaded(event, loader))) {
      next();
    }
  }

  private static boolean isLoaded(JsonNode event, String loader) {
    return event.get("method").asText().equals("Page.lifecycleEvent")
        && event.at("/params/name").asText().equals("load")
        && event.at("/params/loaderId").asText().equals(loader);
  }

  /** The value of an expression in the page. */
  public JsonNode value(String expression) {
    var result = call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
    if (result.has("exceptionDetails")) {
      throw new IllegalStateException(expression + ": " + result.get("exceptionDetails"));
    }
    return result.get("result").path("value");
  }

  /** Presses a key. */
  public void key(String name) {
    for (var type : List.of("keyDown", "keyUp")) {
      call("Input.dispatchKeyEvent", Map.of("type", type, "key", name, "code", name));
    }
  }

  /** What went wrong since the page began to load: errors, warnings, exceptions. */
  public List<String> complaints() {
    return events.stream()
        .filter(
            event ->
                switch (event.get("method").asText()) {
                  case "Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled" ->
                      true;
                  default -> false;
                })
        .map(JsonNode::toString)
        .toList();
  }

  /** What the page asked for, its own file aside and data in its own text. */
  public List<String> requests(Path file) {
    return events.stream()
        .filter(event -> event.get("method").asText().equals("Network.requestWillBeSent"))
        .map(event -> event.get("params").get("request").get("url").asText())
        .filter(url -> !url.equals(file.toUri().toString()) && !url.startsWith("data:"))
        .toList();
  }

  /** Writes a picture of the whole page. */
  public void screenshot(Path png) throws IOException {
    var data =
        call("Page.captureScreenshot", Map.of("captureBeyondViewport", true, "format", "png"));
    Files.createDirectories(png.toAbsolutePath().getParent());
    Files.write(png, Base64.getDecoder().decode(data.get("data").asText()));
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    process.onExit().join();
  }
}
