package org.tornadonn.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.OrientationModel;
import org.tornadonn.store.ModelDescription;
import org.tornadonn.store.onnx.OnnxFile;

/** Spark and ONNX files need protocol buffers of their own; both are on this class path. */
class OnnxTest {

  @Test
  void filesAreWrittenAndReadBesideSpark(@TempDir Path folder) throws Exception {
    var model = new Model(OrientationModel.layers(), OrientationModel.input(32), 4);
    var file = folder.resolve("model.onnx");
    OnnxFile.write(file, model, ModelDescription.ORIENTATION);
    assertArrayEquals(model.values(), OnnxFile.read(file).model().values());
    var loader = getClass().getClassLoader();
    assertEquals(
        1, Collections.list(loader.getResources("com/google/protobuf/Message.class")).size());
    assertEquals(
        1, Collections.list(loader.getResources("org/apache/spark/SparkContext.class")).size());
  }
}
