package org.tornadonn.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.tornadonn.layer.Layers.*;

import com.sun.net.httpserver.*;
import java.io.IOException;
import java.net.*;
import java.net.http.*;
import java.nio.file.*;
import java.util.Random;
import java.util.concurrent.Executors;
import org.tornadonn.data.Batch;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;
import org.tornadonn.store.ModelFile;
import org.tornadonn.train.*;

/** Answers over HTTP, and goes on with a newer file of the model while it answers. */
public record PredictionServer(Predictor predictor, Path file) implements HttpHandler {

  private static Batch rows(int n, Random random) {
    float[] x = new float[4 * n], y = new float[n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < 4; k++) {
        x[4 * i + k] = (float) random.nextGaussian();
        y[i] += x[4 * i + k];
      }
      y[i] = y[i] > 0 ? 1 : 0;
    }
    return new Batch(x, y, n);
  }

  private static void train(int steps, Path file, Device device) {
    var random = new Random(steps);
    var model = new Model(sequential(linear(4, 16), relu(), linear(16, 2)), Shape.of(4), 1);
    try (var trainer = new Trainer(model, Loss.crossEntropy(), Optimizer.adam(1e-2f), 32, device)) {
      for (int step = 0; step < steps; step++) {
        trainer.step(rows(32, random));
      }
    }
    ModelFile.save(file, model, "custom");
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var numbers = new String(exchange.getRequestBody().readAllBytes(), UTF_8).split(",");
      var answer = "reloaded";
      if (exchange.getRequestURI().getPath().equals("/reload")) {
        predictor.reload(ModelFile.load(file).model());
      } else {
        float[] row = new float[4];
        for (int k = 0; k < 4; k++) {
          row[k] = Float.parseFloat(numbers[k]);
        }
        answer = String.valueOf(Accuracy.highest(predictor.predict(row, 1), 0, 2));
      }
      exchange.sendResponseHeaders(200, answer.length());
      exchange.getResponseBody().write(answer.getBytes(UTF_8));
    }
  }

  private static String post(URI uri, String body) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(body));
    try (var http = HttpClient.newHttpClient()) {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  private static double ask(URI server, Batch rows) throws IOException, InterruptedException {
    int right = 0;
    for (int i = 0; i < rows.count(); i++) {
      float[] x = rows.x();
      var row = x[4 * i] + "," + x[4 * i + 1] + "," + x[4 * i + 2] + "," + x[4 * i + 3];
      right += Float.parseFloat(post(server.resolve("/predict"), row)) == rows.y()[i] ? 1 : 0;
    }
    return (double) right / rows.count();
  }

  public static void main(String... args) throws Exception {
    var device = Device.of(args.length > 0 ? args[0] : "jvm");
    var file = Files.createTempFile("model", ".safetensors");
    train(0, file, device);
    var rows = rows(50, new Random(1));
    var server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    var uri = URI.create("http://localhost:" + server.getAddress().getPort());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var predictor = new Predictor(ModelFile.load(file).model(), device)) {
      server.createContext("/", new PredictionServer(predictor, file));
      server.setExecutor(threads);
      server.start();
      System.out.printf("before: %.3f right%n", ask(uri, rows));
      train(200, file, device);
      var client = threads.submit(() -> ask(uri, rows));
      post(uri.resolve("/reload"), "");
      client.get();
      System.out.printf("accuracy %.3f after the reload%n", ask(uri, rows));
      server.stop(0);
    }
  }
}
