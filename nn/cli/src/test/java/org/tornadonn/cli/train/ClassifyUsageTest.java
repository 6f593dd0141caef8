package org.tornadonn.cli.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.cli.ClassifyCli.evaluate;
import static org.tornadonn.cli.ClassifyCli.predict;
import static org.tornadonn.cli.ClassifyCli.train;
import static org.tornadonn.cli.ClassifyCli.with;
import static org.tornadonn.cli.Cli.done;
import static org.tornadonn.cli.Cli.refused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadonn.cli.Sides;
import org.tornadonn.cli.Trees;
import org.tornadonn.layer.Tensor;
import org.tornadonn.plan.Shape;
import org.tornadonn.store.ModelFile;

/** What is said when a classifier cannot be trained or used as asked. */
class ClassifyUsageTest {

  @TempDir static Path folder = Path.of(".");

  private static Path table = Path.of(".");
  private static Path run = Path.of(".");

  private static Path model() {
    return run.resolve("model.safetensors");
  }

  @BeforeAll
  static void trainOnRows() throws IOException {
    table = folder.resolve("trees.csv");
    Files.writeString(table, Trees.rows(0, 240));
    run = folder.resolve("rows");
    done(train("--data", table, "--output", run, "--epochs", 1));
  }

  @Test
  void wrongUsageIsSaid() throws IOException {
    var data = Sides.pictures(folder, "few", 2);
    var output = List.<Object>of("--output", folder.resolve("none"), "--data");
    refused(2, train(), "Missing data: give --data PATH");
    refused(2, train(with(output, table, "--model", "cnn")), "cnn takes pictures, not rows");
    refused(2, train(with(output, table, "--image-size", 8)), "--image-size belongs to folders");
    refused(2, train(with(output, table, "--broken", "skip")), "--broken belongs to folders");
    refused(2, train(with(output, data, "--label", "x")), "--label belongs to CSV");
    refused(2, train(with(output, data, "--ignore", "x")), "--ignore belongs to CSV");
    refused(2, train(with(output, data, "--hidden", "8")), "--hidden belongs to --model mlp");
    refused(2, train(with(output, data, "--channels", 2)), "--channels must be 1 or 3");
    refused(2, train(with(output, table, "--hidden", "8,0")), "--hidden must be at least 1");
    refused(2, train(with(output, table, "--label-smoothing", 1)), "must lie in [0, 1), not 1.0");
    refused(2, train(with(output, table, "--workers", -1)), "--workers must be at least 0");
    refused(
        2,
        train(with(output, data, "--model", "lenet", "--image-size", 8)),
        "lenet takes pictures of 12 pixels or more, not 8 × 8: take cnn");
    refused(1, train(with(output, folder.resolve("gone"))), "There is no file or folder");
    refused(1, train(with(output, data.resolve("left"))), "neither folders of pictures");
    var parts = folder.resolve("parts-of-it");
    Sides.picture(parts.resolve("train/a.png"), 8, true);
    Sides.picture(parts.resolve("test/a.png"), 8, true);
    refused(1, train(with(output, parts)), "parts test, train, no classes", "--validation-data");
    assertFalse(Files.exists(folder.resolve("none")));
  }

  @Test
  void whatAClassifierCannotDoIsSaid() throws IOException {
    var picture = folder.resolve("one.png");
    Sides.picture(picture, 8, true);
    refused(2, predict(model(), picture, "--upright", folder), "--upright needs an orientation");
    refused(2, predict(model(), table, "--top", 0), "--top must be at least 1");
    var cli = predict(model(), picture);
    assertEquals(1, cli.code());
    assertTrue(cli.err().contains("the model takes rows with the columns height, girth, age"));
    refused(
        1,
        evaluate(model(), Sides.pictures(folder, "other", 1)),
        "holds pictures, but the model takes rows");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void numbersThatAreNoneAreNoAnswer(float bias) {
    var opened = ModelFile.load(model());
    var state = new LinkedHashMap<>(opened.model().state());
    state.put("fc.4.bias", new Tensor(Shape.of(3), new float[] {bias, 0, 0}));
    opened.model().load(state, true);
    var broken = folder.resolve("broken.safetensors");
    opened.save(broken);
    var said = List.of("trees.csv, line 2: the model gives " + bias, "earlier checkpoint");
    for (var cli : List.of(predict(broken, table), predict(broken, table, "--json"))) {
      assertEquals(1, cli.code());
      assertEquals("", cli.out());
      said.forEach(part -> assertTrue(cli.err().contains(part), cli.err()));
    }
    refused(1, evaluate(broken, table), said.getFirst(), said.getLast());
    refused(1, evaluate(broken, table, "--json"), said.getFirst());
  }
}
