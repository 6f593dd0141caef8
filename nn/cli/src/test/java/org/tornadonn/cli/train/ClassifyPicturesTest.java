package org.tornadonn.cli.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.cli.ClassifyCli.evaluate;
import static org.tornadonn.cli.ClassifyCli.predict;
import static org.tornadonn.cli.ClassifyCli.train;
import static org.tornadonn.cli.ClassifyCli.with;
import static org.tornadonn.cli.Cli.done;
import static org.tornadonn.cli.Cli.refused;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadonn.cli.Cli;
import org.tornadonn.cli.Reported;
import org.tornadonn.cli.Sides;
import org.tornadonn.cli.Trees;
import org.tornadonn.store.ModelFile;

/** Classifiers of pictures, in folders and in IDX files. */
class ClassifyPicturesTest {

  @TempDir static Path folder = Path.of(".");

  private static JsonNode line(String text, int index) throws IOException {
    return Cli.json(text).get(index);
  }

  @Test
  void picturesInFoldersWithBrokenOnesAsIfThoseWereNotThere() throws IOException {
    var data = Sides.pictures(folder, "sides", 12);
    var broken = data.resolve("left/05a.png");
    Files.writeString(broken, "no picture");
    var options = List.<Object>of("--data", data, "--epochs", 2, "--image-size", 8, "--output");
    refused(
        1,
        train(with(options, folder.resolve("failed"))),
        "05a.png is not a picture",
        "add --broken skip");
    Files.writeString(data.resolve("right/06.heic"), "a picture of another kind");
    var skipping = folder.resolve("skipping");
    var said = done(train(with(options, skipping, "--broken", "skip"))).err();
    assertTrue(said.contains("Skipped: ") && said.contains("05a.png"), said);
    assertTrue(said.contains("Skipped 1 of 25 pictures"), said);
    assertTrue(said.contains("Left out 1 file that is no picture it can read: 06.heic"), said);
    Files.delete(broken);
    var never = folder.resolve("never");
    done(train(with(options, never, "--workers", 3)));
    assertTrue(Reported.of(never).at("/outcome/shown/0/picture").asText().length() > 50);
    assertTrue(Reported.of(never).at("/outcome/shown/0/name").asText().endsWith(".png"));
    var model = skipping.resolve("model.safetensors");
    assertArrayEquals(
        Files.readAllBytes(never.resolve("model.safetensors")), Files.readAllBytes(model));
    var answer = done(predict(model, data.resolve("right/01.png"), "--top", 2)).out();
    assertTrue(answer.contains("% left") && answer.contains("% right"), answer);
    var table = Files.writeString(folder.resolve("trees.csv"), Trees.rows(0, 3));
    refused(1, evaluate(model, table), "is a table, but the model takes pictures");
    done(Cli.run("summary", "--model", model, "--device", "jvm"));
    done(
        Cli.run(
            "trace", "--model", model, "--image", data.resolve("left/02.png"), "--device", "jvm"));
    var onnx = folder.resolve("sides.onnx");
    done(Cli.run("export", "--model", model, "--to", onnx));
    assertEquals(
        line(done(evaluate(model, data, "--json")).out(), 0).get("confusion"),
        line(done(evaluate(onnx, data, "--json")).out(), 0).get("confusion"));
    var standardized = folder.resolve("standardized.onnx");
    done(Cli.run("export", "--model", onnx, "--to", standardized, "--inputs", "standardized"));
    assertEquals(
        done(predict(onnx, data.resolve("left/03.png"))).out(),
        done(predict(standardized, data.resolve("left/03.png"))).out());
  }

  /** Weights of the zoo come with ImageNet's mean and deviation, and are read once. */
  @Test
  void aNetworkOfTheZooGoesOnWithoutTheFileThatItBeganWith() throws IOException {
    var data = Sides.pictures(folder, "zoo", 6);
    var options =
        List.<Object>of(
            "--data",
            data,
            "--image-size",
            32,
            "--model",
            "squeezenet1_1",
            "--epochs",
            1,
            "--batch",
            4);
    var first = folder.resolve("zoo-first");
    done(train(with(options, "--normalize", "none", "--output", first)));
    assertEquals(List.of(0.0, 0.0, 0.0), mean(first));
    var weights = Files.move(first.resolve("model.safetensors"), folder.resolve("zoo.safetensors"));
    var second = folder.resolve("zoo-second");
    done(train(with(options, "--weights", weights, "--freeze", "backbone", "--output", second)));
    assertEquals(List.of(0.485, 0.456, 0.406), mean(second));
    Files.delete(weights);
    done(Cli.run("train", "--resume", second, "--epochs", 2, "--device", "jvm"));
    assertEquals(List.of(0.485, 0.456, 0.406), mean(second));
    var model = second.resolve("model.safetensors");
    var onnx = folder.resolve("zoo.onnx");
    done(Cli.run("export", "--model", model, "--to", onnx));
    assertEquals(
        line(done(evaluate(model, data, "--json")).out(), 0).get("confusion"),
        line(done(evaluate(onnx, data, "--json")).out(), 0).get("confusion"));
    refused(
        2,
        train("--data", data, "--channels", 1, "--normalize", "imagenet"),
        "--normalize imagenet takes pictures of 3 channels, not inputs of (1, 32, 32)");
  }

  private static List<Double> mean(Path run) {
    var description = ModelFile.load(run.resolve("model.safetensors")).description();
    return Objects.requireNonNull(description.classification()).mean();
  }

  /** The last batch norm of the network sees one pixel of pictures of 4 × 4. */
  @Test
  void aLastBatchOfOneIsRefusedWhereABatchNormCannotTrainOnIt() throws IOException {
    var data = Sides.pictures(folder, "tiny", 12);
    var options =
        List.<Object>of(
            "--data", data, "--epochs", 1, "--image-size", 4, "--model", "cnn", "--output");
    var alone = folder.resolve("alone");
    var cli = train(with(options, alone, "--batch", 7));
    assertEquals(1, cli.code(), cli.err());
    assertTrue(cli.err().contains("22 samples in batches of 7 leave one alone"), cli.err());
    assertTrue(cli.err().contains("use a batch size of 6"), cli.err());
    var single = train(with(options, alone, "--batch", 1));
    assertEquals(1, single.code(), single.err());
    assertTrue(single.err().contains("use a batch size of at least 2"), single.err());
    assertFalse(Files.exists(alone), "no run was begun");
    done(train(with(options, folder.resolve("together"), "--batch", 6)));
  }

  @Test
  void idxFilesAndTheirTestPart() throws IOException {
    var data = Files.createDirectories(folder.resolve("idx"));
    Sides.idx(data, "train", 40);
    Sides.idx(data, "t10k", 10);
    var output = folder.resolve("idx-run");
    var cli = done(train("--data", data, "--output", output, "--epochs", 3, "--batch", 4));
    assertTrue(cli.err().contains("40 samples, 10 for validation"), cli.err());
    var model = output.resolve("model.safetensors");
    assertEquals(
        List.of(1, 13, 15),
        ModelFile.load(model).model().input().toArray().length == 3 ? List.of(1, 13, 15) : null);
    var json = line(done(evaluate(model, data, "--json")).out(), 0);
    assertEquals(1.0, json.get("accuracy").asDouble(), json.toString());
    var answers = done(predict(model, data.resolve("t10k-images-idx3-ubyte"))).out();
    assertEquals(10, answers.lines().count());
    assertTrue(answers.lines().skip(1).findFirst().orElse("").contains("% 1  "), answers);
  }
}
