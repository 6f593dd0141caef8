package org.tornadonn.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadonn.cluster.ClusterDevice;
import org.tornadonn.cluster.ClusterEngine;
import org.tornadonn.cluster.PicturePrediction;
import org.tornadonn.data.PictureReader;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.OrientationModel;
import org.tornadonn.store.ModelDescription;
import org.tornadonn.store.ModelFile;
import org.tornadonn.train.Predictor;

class SparkPredictorTest {

  private static void picture(File file, int grey) throws Exception {
    var image = new BufferedImage(40, 50, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 40; i++) {
      image.setRGB(i, i, grey * (i + 1) * 0x10101 % 0xffffff);
    }
    assertTrue(ImageIO.write(image, "png", file));
  }

  @Test
  void aFolderBecomesRowsAndABrokenPictureOneWithItsError(@TempDir Path folder) throws Exception {
    var inside = Files.createDirectories(folder.resolve("a folder/below"));
    picture(folder.resolve("1.png").toFile(), 3);
    picture(inside.resolve("2.png").toFile(), 7);
    Files.writeString(folder.resolve("broken.jpg"), "no picture");
    Files.writeString(folder.resolve("notes.txt"), "not asked for");
    var model = new Model(OrientationModel.layers(), OrientationModel.input(32), 4);
    var file = new ModelFile(model, ModelDescription.of(model, ModelDescription.ORIENTATION));
    System.setProperty("spark.driver.host", "127.0.0.1");
    System.setProperty("spark.driver.bindAddress", "127.0.0.1");
    var answers = new ArrayList<PicturePrediction>();
    var table = folder.resolve("table");
    var jvm = new ClusterDevice("jvm");
    try (var cluster = ClusterEngine.of("spark").connect("local[2]")) {
      cluster.predict(file, List.of(folder), jvm, answers::add);
      assertEquals(1, cluster.predict(file, List.of(folder), jvm, table));
      var rows = SparkSession.active().read().parquet(table.toUri().toString());
      assertArrayEquals(new String[] {"path", "degrees", "outputs", "error"}, rows.columns());
      assertEquals(3, rows.count());
      assertEquals(2, rows.filter("degrees >= 0 AND degrees < 360 AND error IS NULL").count());
    }
    assertEquals(3, answers.size());
    var broken = answers.get(2);
    assertEquals(folder.resolve("broken.jpg").toString(), broken.path());
    assertNotNull(broken.error());
    assertFalse(broken.error().contains("file:"), broken.error());
    try (var predictor = new Predictor(model, Device.jvm())) {
      for (var answer : answers.subList(0, 2)) {
        assertNull(answer.error());
        var x = PictureReader.readInput(Path.of(answer.path()), 1, 32);
        assertArrayEquals(predictor.predict(x, 1), answer.outputs());
      }
    }
  }

  @Test
  void theLikeliestClassHasItsSoftmax() {
    var best = Likeliest.of(new float[] {0, 2, 1});
    assertEquals(1, best.index());
    assertEquals(Math.exp(2) / (1 + Math.exp(2) + Math.exp(1)), best.probability(), 1e-12);
  }
}
