package org.tornadonn.examples;

import static org.tornadonn.layer.Layers.*;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import org.tornadonn.data.*;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.*;

/** Prices of flats, learned from a CSV file. */
public final class CsvRegression {

  /** Large flats lose more of their price with the years. */
  private static void write(Path file, int rows) throws IOException {
    var random = new Random(1);
    var lines = new ArrayList<>(List.of("rooms,area,age,price"));
    for (int i = 0; i < rows; i++) {
      int rooms = random.nextInt(1, 7);
      double area = random.nextGaussian(18 * rooms, 6), age = random.nextDouble(80);
      double price = random.nextGaussian(0.04 * area * (1 - age / 160), 0.1);
      lines.add(String.format(Locale.ROOT, "%d,%.1f,%.1f,%.3f", rooms, area, age, price));
    }
    Files.write(file, lines);
  }

  public static void main(String... args) throws IOException {
    var device = Device.of(args.length > 0 ? args[0] : "jvm");
    var file = Files.createTempFile("flats", ".csv");
    write(file, 1000);
    float[] x = CsvRows.read(file, List.of("rooms", "area", "age"), null).values();
    float[] y = CsvRows.read(file, List.of("price"), null).values();
    Files.delete(file);
    var flats = Subset.split(new TensorDataset(x, y, y.length), 0.2, 1);
    var standardization = Standardization.of(flats.training(), 3, 0);
    var train = new StandardizedDataset(flats.training(), standardization);
    var test = new StandardizedDataset(flats.validation(), standardization);
    var model = new Model(sequential(linear(3, 32), relu(), linear(32, 1)), Shape.of(3), 1);
    var optimizer = Optimizer.adam(1e-2f);
    try (var trainer = new Trainer(model, Loss.meanSquaredError(), optimizer, 50, device)) {
      new Fit(20, 1).run(trainer, train);
      var errors = RegressionErrors.of(Evaluation.of(trainer::predict, test, 50, 0));
      System.out.printf("error %.3f of the variance%n", 1 - errors.rSquared());
    }
  }
}
