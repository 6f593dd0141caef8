package org.tornadonn.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.adaptiveAvgPool1d;
import static org.tornadonn.layer.Layers.adaptiveAvgPool2d;
import static org.tornadonn.layer.Layers.adaptiveMaxPool1d;
import static org.tornadonn.layer.Layers.adaptiveMaxPool2d;
import static org.tornadonn.layer.Layers.avgPool1d;
import static org.tornadonn.layer.Layers.avgPool2d;
import static org.tornadonn.layer.Layers.batchNorm2d;
import static org.tornadonn.layer.Layers.conv1d;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.convTranspose1d;
import static org.tornadonn.layer.Layers.convTranspose2d;
import static org.tornadonn.layer.Layers.dropout;
import static org.tornadonn.layer.Layers.gelu;
import static org.tornadonn.layer.Layers.groupNorm;
import static org.tornadonn.layer.Layers.identity;
import static org.tornadonn.layer.Layers.instanceNorm2d;
import static org.tornadonn.layer.Layers.layerNorm;
import static org.tornadonn.layer.Layers.leakyRelu;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.maxPool1d;
import static org.tornadonn.layer.Layers.maxPool2d;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.residual;
import static org.tornadonn.layer.Layers.rmsNorm;
import static org.tornadonn.layer.Layers.sequential;
import static org.tornadonn.layer.Layers.sigmoid;
import static org.tornadonn.layer.Layers.softmax;
import static org.tornadonn.layer.Layers.tanh;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.layer.AvgPool2d;
import org.tornadonn.layer.ClassifierModel;
import org.tornadonn.layer.Conv2d;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.MaxPool2d;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.OrientationModel;
import org.tornadonn.layer.Scope;
import org.tornadonn.op.activation.GELU.Approximate;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

class ModelDescriptionTest {

  private static final Path FILE = Path.of("m.safetensors");

  /** A user's layer that has the name of one of ours. */
  private record ReLU() implements Layer {
    @Override
    public Value forward(Scope scope, Value x) {
      return scope.call("inner", linear(2, 2), x);
    }
  }

  @Test
  void comesBackEqual() throws JsonProcessingException {
    var custom = ModelDescription.of(Networks.small(), ModelDescription.CUSTOM);
    assertEquals(Networks.layers(), custom.layers());
    assertEquals(Networks.input(), custom.input());
    assertNull(custom.preprocessing());
    assertEquals(custom, DescriptionJson.read(FILE, DescriptionJson.write(custom)));

    var model = new Model(OrientationModel.layers(), OrientationModel.input(64), 0);
    var orientation = ModelDescription.of(model, ModelDescription.ORIENTATION);
    assertEquals(Preprocessing.grey(64), orientation.preprocessing());
    assertEquals(orientation, DescriptionJson.read(FILE, DescriptionJson.write(orientation)));
  }

  /** Each layer with a name in files, in a model that has no parameters to tell it by. */
  static Stream<Layer> layers() {
    return Stream.of(
        avgPool2d(3, 2).padding(1).countIncludePad(false),
        avgPool2d(3).padding(1, 0, 0, 1).ceilMode(true).divisorOverride(5),
        maxPool2d(3, 1).padding(1, 0, 0, 1).dilation(2).ceilMode(true),
        adaptiveAvgPool2d(2, 3),
        adaptiveMaxPool2d(2, 3),
        batchNorm2d(2).eps(1e-3f).momentum(0.25f),
        batchNorm2d(2).momentum(null),
        batchNorm2d(2).affine(false),
        layerNorm(9, 9).eps(1e-3f),
        rmsNorm(9).elementwiseAffine(false),
        groupNorm(1, 2),
        instanceNorm2d(2),
        dropout(0.3f),
        sigmoid(),
        tanh(),
        leakyRelu(0.2f),
        gelu(),
        gelu(Approximate.TANH),
        softmax(-1),
        identity(),
        residual(relu(), tanh()),
        residual(relu()).shortcut(sigmoid()));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void layerComesBackEqual(Layer layer) throws JsonProcessingException {
    var model = new Model(sequential(layer), Shape.of(2, 9, 9), 0);
    var description = ModelDescription.of(model, ModelDescription.CUSTOM);
    assertEquals(sequential(layer), description.layers());
    assertEquals(description, DescriptionJson.read(FILE, DescriptionJson.write(description)));
  }

  /** Those over sequences. */
  static Stream<Layer> sequenceLayers() {
    return Stream.of(
        maxPool1d(3).stride(2).padding(1).dilation(2).ceilMode(true),
        avgPool1d(3, 2).padding(1).ceilMode(true).countIncludePad(false),
        adaptiveAvgPool1d(4),
        adaptiveMaxPool1d(4));
  }

  @ParameterizedTest
  @MethodSource("sequenceLayers")
  void sequenceLayerComesBackEqual(Layer layer) throws JsonProcessingException {
    var model = new Model(sequential(layer), Shape.of(2, 9), 0);
    var description = ModelDescription.of(model, ModelDescription.CUSTOM);
    assertEquals(description, DescriptionJson.read(FILE, DescriptionJson.write(description)));
  }

  @Test
  void convolutionsOfEveryKindComeBackEqual() throws JsonProcessingException {
    var layers =
        sequential(
            conv2d(2, 4, 3).groups(2).dilation(2, 1).padding(0, 1, 2, 3).stride(2, 1).bias(false),
            convTranspose2d(4, 6, 3).stride(2).padding(1).outputPadding(1).groups(2).dilation(2));
    var images = new Model(layers, Shape.of(2, 9, 9), 0);
    var description = ModelDescription.of(images, ModelDescription.CUSTOM);
    assertEquals(layers, description.layers());
    assertEquals(description, DescriptionJson.read(FILE, DescriptionJson.write(description)));

    var rows =
        sequential(
            conv1d(2, 4, 3).groups(2).dilation(2).padding(4, 0).stride(2).bias(false),
            convTranspose1d(4, 6, 3).stride(2).padding(1).outputPadding(1).groups(2));
    var sequences =
        ModelDescription.of(new Model(rows, Shape.of(2, 9), 0), ModelDescription.CUSTOM);
    assertEquals(rows, sequences.layers());
    assertEquals(sequences, DescriptionJson.read(FILE, DescriptionJson.write(sequences)));
  }

  /** Files of before windows could have gaps and unequal padding, and convolutions groups. */
  @Test
  void windowsArePlainIfNothingIsSaid() {
    var window =
        """
        {"kernelHeight":3,"kernelWidth":2,"strideHeight":2,"strideWidth":1,"paddingHeight":1,"paddingWidth":0}""";
    var text =
        """
        {"version": 1, "task": "custom", "input": [2, 9, 9], "preprocessing": null, "layers":
         {"type": "sequential", "layers": [
          {"type": "named", "name": "0", "layer":
           {"type": "conv2d", "inChannels": 2, "outChannels": 3, "window": %1$s, "bias": true}},
          {"type": "named", "name": "1", "layer": {"type": "max_pool2d", "window": %1$s}},
          {"type": "named", "name": "2", "layer":
           {"type": "avg_pool2d", "window": %1$s, "countIncludePad": false}}]}}"""
            .formatted(window);
    var plain = new Window(3, 2, 2, 1, 1, 0);
    assertEquals(
        sequential(
            new Conv2d(2, 3, plain, true), new MaxPool2d(plain), new AvgPool2d(plain, false)),
        DescriptionJson.read(FILE, text).layers());
  }

  /** The format itself: what version 1 has to read for ever. */
  @Test
  void versionOne() throws JsonProcessingException {
    var model = new Model(sequential(named("fc", linear(3, 2)), relu()), Shape.of(3), 0);
    var text =
        """
        {"version":1,"task":"custom","input":[3],"layers":{"type":"sequential","layers":[\
        {"type":"named","name":"fc","layer":{"type":"linear","inFeatures":3,"outFeatures":2,"bias":true}},\
        {"type":"named","name":"1","layer":{"type":"relu"}}]},"preprocessing":null}""";
    var description = ModelDescription.of(model, ModelDescription.CUSTOM);
    assertEquals(text, DescriptionJson.write(description));
    assertEquals(description, DescriptionJson.read(FILE, text));

    var orientation =
        """
        {"version": 1, "task": "orientation", "input": [1, 32, 32], "layers": null, "preprocessing":
         {"imageSize": 32, "channels": "grey", "low": 0, "high": 1.0, "mask": "none"}}""";
    assertEquals(Preprocessing.grey(32), DescriptionJson.read(FILE, orientation).preprocessing());
  }

  /**
   * Files of before batch norms could do without weight and bias do not say that they have them.
   */
  @Test
  void batchNormsAreAffineIfNothingIsSaid() {
    var text =
        """
        {"version": 1, "task": "custom", "input": [2, 9, 9], "preprocessing": null, "layers":
         {"type": "residual", "branch": {"type": "sequential", "layers": [{"type": "named", "name": "0",
          "layer": {"type": "batch_norm2d", "numFeatures": 2, "eps": 1E-5, "momentum": 0.1}}]},
          "shortcut": {"type": "identity"}}}""";
    assertEquals(residual(sequential(batchNorm2d(2))), DescriptionJson.read(FILE, text).layers());
  }

  /** The format of classifiers: what version 2 has to read for ever. */
  @Test
  void versionThreeSaysHowATableWasWritten() {
    var text =
        """
        {"version":3,"task":"classification","input":[2],"layers":{"type":"sequential","layers":[\
        {"type":"named","name":"0","layer":{"type":"linear","inFeatures":2,"outFeatures":2,"bias":true}}]},\
        "preprocessing":null,"classification":{"classes":["a","b"],"mean":[0.5,1.0],"deviation":[1.0,2.0],\
        "table":{"columns":["0","1"],"label":"2",\
        "written":{"separator":"\\t","decimal":",","header":false}}}}""";
    var written = new Classification.Written('\t', ',', false);
    var table = new Classification.Table(List.of("0", "1"), "2", written);
    var description =
        ModelDescription.of(
            new Model(sequential(linear(2, 2)), Shape.of(2), 0),
            new Classification(List.of("a", "b"), List.of(0.5, 1.0), List.of(1.0, 2.0), table));
    assertEquals(text, DescriptionJson.write(description));
    assertEquals(description, DescriptionJson.read(FILE, text));
    for (var change :
        new String[][] {
          {"\"version\":3", "\"version\":2"},
          {"\"version\":3", "\"version\":1"},
          {"\"separator\":\"\\t\"", "\"separator\":\"\\n\""},
          {"\"separator\":\"\\t\"", "\"separator\":\"\""},
          {"\"separator\":\"\\t\"", "\"separator\":\";;\""},
          {"\"separator\":\"\\t\"", "\"separator\":null"},
          {"\"decimal\":\",\"", "\"decimal\":\";\""},
          {"\"header\":false", "\"header\":\"no\""},
          {",\"header\":false", ""},
          {
            "\"written\":{\"separator\":\"\\t\",\"decimal\":\",\",\"header\":false}",
            "\"written\":null"
          },
        }) {
      assertTrue(text.contains(change[0]), change[0]);
      var damaged = text.replace(change[0], change[1]);
      Refusal.says("not valid", FILE, () -> DescriptionJson.read(FILE, damaged));
    }
  }

  @Test
  void versionTwo() throws JsonProcessingException {
    var text =
        """
        {"version":2,"task":"classification","input":[2],"layers":{"type":"sequential","layers":[\
        {"type":"named","name":"0","layer":{"type":"linear","inFeatures":2,"outFeatures":3,"bias":true}}]},\
        "preprocessing":null,"classification":{"classes":["a","b","c"],"mean":[0.5,-1.25E-5],\
        "deviation":[1.0,2.0],"table":{"columns":["x","y"],"label":"class"}}}""";
    var model = new Model(sequential(linear(2, 3)), Shape.of(2), 0);
    var table = new Classification.Table(List.of("x", "y"), "class");
    var description =
        ModelDescription.of(
            model,
            new Classification(
                List.of("a", "b", "c"), List.of(0.5, -1.25e-5), List.of(1.0, 2.0), table));
    assertEquals(text, DescriptionJson.write(description));
    assertEquals(description, DescriptionJson.read(FILE, text));

    var pictures =
        new Classification(List.of("a", "b"), List.of(0.1, 0.2, 0.3), List.of(1., 1., 1.), null);
    var rgb =
        ModelDescription.of(new Model(ClassifierModel.cnn(3, 2), Shape.of(3, 8, 8), 0), pictures);
    assertEquals(rgb, DescriptionJson.read(FILE, DescriptionJson.write(rgb)));
    for (var change :
        new String[][] {
          {"[\"a\",\"b\",\"c\"]", "[\"a\"]"},
          {"[\"a\",\"b\",\"c\"]", "[\"a\",\"b\",\"a\"]"},
          {"[\"a\",\"b\",\"c\"]", "[\"a\",\"b\",null]"},
          {"[\"a\",\"b\",\"c\"]", "[1,2,3]"},
          {"[1.0,2.0]", "[1.0]"},
          {"[1.0,2.0]", "[1.0,0.0]"},
          {"[1.0,2.0]", "[1.0,-2.0]"},
          {"[1.0,2.0]", "[1.0,\"NaN\"]"},
          {"0.5", "1e999"},
          {"[\"x\",\"y\"]", "[\"x\",\"x\"]"},
          {"[\"x\",\"y\"]", "[\"x\"]"},
          {"\"table\":{\"columns\":[\"x\",\"y\"],\"label\":\"class\"}", "\"table\":null"},
          {"\"label\":\"class\"", "\"label\":null"},
          {"\"version\":2", "\"version\":1"},
          {"\"classification\":{", "\"other\":{"},
          {"\"input\":[2]", "\"input\":[3]"},
        }) {
      var bad = text.replace(change[0], change[1]);
      assertTrue(!bad.equals(text), change[0]);
      Refusal.says("not valid", FILE, () -> DescriptionJson.read(FILE, bad));
    }
  }

  @Test
  void layersThatAFileCannotTell() throws JsonProcessingException {
    var shared = linear(2, 2);
    for (Layer layer :
        new Layer[] {
          (scope, x) -> scope.call("a", linear(2, 2), x),
          new ReLU(),
          sequential(named("mine", new ReLU()), relu()),
          sequential(shared, relu(), shared),
        }) {
      var model = new Model(layer, Shape.of(2), 0);
      var description = ModelDescription.of(model, ModelDescription.CUSTOM);
      assertNull(description.layers());
      assertEquals(description, DescriptionJson.read(FILE, DescriptionJson.write(description)));
    }
    var relu = relu();
    var harmless = new Model(sequential(relu, linear(2, 2), relu), Shape.of(2), 0);
    assertEquals(harmless.layer(), ModelDescription.of(harmless, ModelDescription.CUSTOM).layers());
  }

  @Test
  void nestedTooDeepForAFile() {
    Layer layer = linear(2, 2);
    for (int i = 0; i < 200; i++) {
      layer = sequential(layer);
    }
    assertNull(ModelDescription.of(new Model(layer, Shape.of(2), 0), "custom").layers());
  }

  @Test
  void tasksThatAreNone() {
    var model = Networks.small();
    for (var task : new String[] {"", "Custom", "classification", ModelDescription.ORIENTATION}) {
      assertThrows(IllegalArgumentException.class, () -> ModelDescription.of(model, task));
    }
    var scalar = new Model(relu(), Shape.of(), 0);
    assertThrows(IllegalArgumentException.class, () -> ModelDescription.of(scalar, "orientation"));
  }

  private static String layer(String json) {
    return "{\"version\":1,\"task\":\"custom\",\"input\":[2],\"layers\":%s,\"preprocessing\":null}"
        .formatted(json);
  }

  /** Layers, with single quotes for double ones. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "no layer 'perceptron', only [adaptive_avg_pool1d, adaptive_avg_pool2d,  | {'type':'perceptron'}",
        "no layer 'java.lang.Runtime'    | {'type':'java.lang.Runtime'}",
        "it has no 'type'                | {}",
        "not valid                       | {'type':1}",
        "not valid                       | {'type':null}",
        "not valid                       | 'relu'",
        "not valid                       | 1",
        "'slope' is not known here        | {'type':'relu','slope':0.1}",
        "Duplicate                       | {'type':'relu','type':'relu'}",
        "it has no 'bias'                | {'type':'linear','inFeatures':2,'outFeatures':2}",
        "not valid                       | {'type':'linear','inFeatures':2,'outFeatures':2,'bias':1}",
        "not valid                       | {'type':'linear','inFeatures':2,'outFeatures':2,'bias':'true'}",
        "not valid                       | {'type':'linear','inFeatures':'2','outFeatures':2,'bias':true}",
        "not valid                       | {'type':'linear','inFeatures':2.5,'outFeatures':2,'bias':true}",
        "not valid                       | {'type':'linear','inFeatures':null,'outFeatures':2,'bias':true}",
        "not valid                       | {'type':'linear','inFeatures':99999999999,'outFeatures':2,'bias':true}",
        "at least one feature            | {'type':'linear','inFeatures':-1,'outFeatures':2,'bias':true}",
        "not valid                       | {'type':'max_pool2d','window':null}",
        "not valid                       | {'type':'max_pool2d','window':3}",
        "Kernel size 0×1                 | {'type':'max_pool2d','window':{'kernelHeight':0,'kernelWidth':1,'strideHeight':1,'strideWidth':1,'paddingHeight':0,'paddingWidth':0}}",
        "not valid                       | {'type':'sequential','layers':null}",
        "not valid                       | {'type':'sequential','layers':[null]}",
        "not valid                       | {'type':'sequential','layers':[{'type':'relu'}]}",
        "called 'a'                      | {'type':'sequential','layers':[{'type':'named','name':'a','layer':{'type':'relu'}},{'type':'named','name':'a','layer':{'type':'relu'}}]}",
        "contain a dot                   | {'type':'named','name':'a.b','layer':{'type':'relu'}}",
        "not valid                       | {'type':'named','name':null,'layer':{'type':'relu'}}",
        "not valid                       | {'type':'named','name':'a','layer':null}",
      })
  void hostileLayers(String words, String json) {
    var text = layer(json.replace('\'', '"'));
    Refusal.says(words, FILE, () -> DescriptionJson.read(FILE, text));
  }

  @Test
  void hostileDescriptions() {
    var good = layer("{\"type\":\"relu\"}");
    assertEquals(relu(), DescriptionJson.read(FILE, good).layers());
    for (var bad :
        new String[] {
          "",
          " ",
          "null",
          "[]",
          "1",
          "\"text\"",
          "{}",
          "{",
          "\u0000",
          good + good,
          good.replace("\"version\":1,", ""),
          good.replace("\"version\":1,", "\"version\":1,\"version\":1,"),
          good.replace("1,", "\"1\","),
          good.replace("1,", "1.0,"),
          good.replace("1,", "true,"),
          good.replace("1,", "null,"),
          good.replace("\"custom\"", "\"classification\""),
          good.replace("\"custom\"", "\"orientation\""),
          good.replace("1,", "2,"),
          good.replace("\"task\"", "\"classification\":null,\"task\""),
          good.replace("\"custom\"", "null"),
          good.replace("[2]", "[0]"),
          good.replace("[2]", "[-1]"),
          good.replace("[2]", "[2.5]"),
          good.replace("[2]", "[null]"),
          good.replace("[2]", "null"),
          good.replace("[2]", "2"),
          good.replace("[2]", "[[2]]"),
          good.replace("[2]", "[65536,65536]"),
          good.replace("\"task\"", "\"extra\":1,\"task\""),
          layer("{\"type\":\"sequential\",\"layers\":[".repeat(10_000)),
          layer("[".repeat(100_000)),
        }) {
      Refusal.says(
          "has a model description that is not valid", FILE, () -> DescriptionJson.read(FILE, bad));
    }
    for (var version : new String[] {"5", "0", "-1", "99999999999"}) {
      var other = good.replace("1,", version + ",");
      Refusal.says(
          "description of version " + version, FILE, () -> DescriptionJson.read(FILE, other));
    }
  }

  @Test
  void picturesThatNobodyCanPrepare() throws JsonProcessingException {
    var model = new Model(OrientationModel.layers(), OrientationModel.input(32), 0);
    var good = DescriptionJson.write(ModelDescription.of(model, ModelDescription.ORIENTATION));
    for (var change :
        new String[][] {
          {"\"grey\"", "\"rgb\""},
          {"\"grey\"", "0"},
          {"\"none\"", "\"circle\""},
          {"0.0", "-1"},
          {"1.0", "255"},
          {"\"imageSize\":32", "\"imageSize\":64"},
          {"\"imageSize\":32", "\"imageSize\":-2147483648"},
          {"[1,32,32]", "[3,32,32]"},
        }) {
      var bad = good.replace(change[0], change[1]);
      assertTrue(!bad.equals(good), change[0]);
      Refusal.says("not valid", FILE, () -> DescriptionJson.read(FILE, bad));
    }
  }
}
