package org.tornadonn.exec.tornado.tiled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadonn.exec.tornado.TornadoPlatform;
import org.tornadonn.op.activation.ReLUForward;
import org.tornadonn.op.convolution.Conv2dForward;
import org.tornadonn.op.convolution.ImageSizes;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.linear.LinearForward;
import org.tornadonn.op.linear.LinearWeightGradient;
import org.tornadonn.op.pooling.MaxPool2dForward;

class TilingSearchTest {

  private static final Tiling TILING = new Tiling(8, 4, 2, 16);

  @TempDir Path folder;

  @Test
  void theFastestIsKeptForLaterRuns() throws IOException {
    theFastestIsKept(TiledProduct.of(convolution(2, 5, 9, 14)));
  }

  @Test
  void thatOfAPoolToo() throws IOException {
    theFastestIsKept(pooled(convolution(2, 5, 9, 14)));
  }

  private void theFastestIsKept(TiledProduct product) throws IOException {
    var platform = TornadoPlatform.get();
    assumeFalse(platform.handles().isEmpty(), "TornadoVM lists no device");
    var estimate = new TilingEstimate(2, 16, 4096);
    var file = folder.resolve("tilings.properties");
    var search =
        new TilingSearch(
            platform.devices().getFirst().name(),
            platform.handles().getFirst(),
            estimate,
            new TilingCache(file, "a device"),
            2);
    float[] before = product.y().clone();

    var found = search.of(product);

    assertTrue(estimate.ranked(product).subList(0, 2).contains(found), found.toString());
    var later = new TilingCache(file, "a device");
    assertEquals(Optional.of(found), later.find(product));
    assertEquals(found, Tilings.known(later, _ -> Tiling.SMALLEST).of(product));
    assertEquals(0, Arrays.compare(before, product.y()));
    assertTrue(Files.readString(file).contains("a device"), Files.readString(file));
  }

  @Test
  void whatIsKnownIsNotMeasured() throws IOException {
    var cache = new TilingCache(folder.resolve("tilings.properties"), "");
    var product = TiledProduct.of(convolution(2, 5, 9, 14));
    cache.keep(product, TILING);
    var device = TornadoPlatform.get().handles().stream().findFirst();
    assumeFalse(device.isEmpty(), "TornadoVM lists no device");
    var none = new TilingEstimate(2, 0, 0);
    assertEquals(TILING, new TilingSearch("", device.orElseThrow(), none, cache, 8).of(product));
  }

  @Test
  void wrongResultsAreFound() {
    // So few results that each one is compared.
    wrongResultsAreFound(TiledProduct.of(convolution(1, 5, 5, 14)).onRandomNumbers());
    wrongResultsAreFound(pooled(convolution(1, 5, 8, 14)).onRandomNumbers());
  }

  /** In a plan, a result often has the memory of an earlier, larger array. */
  @Test
  void resultsMayLieInLargerArrays() {
    var k = convolution(1, 5, 8, 14);
    float[] large = new float[3 * k.size()];
    var products =
        List.of(
            TiledProduct.of(
                new Conv2dForward(
                    k.x(), k.w(), k.wAt(), k.b(), k.bAt(), large, k.sizes(), k.window())),
            pooled(k, large));
    for (var product : products) {
      var random = product.onRandomNumbers();
      assertEquals(large.length, random.y().length);
      random.run(0, random.size());
      assertTrue(TilingSearch.isRight(random, random.y().clone()));
    }
  }

  private static void wrongResultsAreFound(TiledProduct product) {
    product.run(0, product.size());
    float[] right = product.y().clone();
    assertTrue(TilingSearch.isRight(product, right));
    for (int i = 0; i < right.length; i += 13) {
      float[] wrong = right.clone();
      wrong[i] += 1e-3f;
      assertFalse(TilingSearch.isRight(product, wrong), "element " + i);
    }
    float[] nan = right.clone();
    nan[3] = Float.NaN;
    assertFalse(TilingSearch.isRight(product, nan));
  }

  @Test
  void unreadableLinesAndFilesSayNothing() throws IOException {
    var file = folder.resolve("tilings.properties");
    var product = TiledProduct.of(convolution(2, 5, 9, 14));
    var other = TiledProduct.of(convolution(1, 5, 9, 14));
    new TilingCache(file, "").keep(product, TILING);
    var good = Files.readString(file);
    for (var bad : new String[] {"8×4 in 2×3", "7×4 in 2×16", "8×4 in 2×1024", "fast", ""}) {
      Files.writeString(file, good.replace("8×4 in 2×16", bad));
      assertEquals(Optional.empty(), new TilingCache(file, "").find(product), bad);
    }
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, '\\', 'u', 'x'});
    var cache = new TilingCache(file, "");
    assertEquals(Optional.empty(), cache.find(product));
    cache.keep(other, TILING);
    assertEquals(Optional.of(TILING), new TilingCache(file, "").find(other));
  }

  @Test
  void twoProcessesKeepWhatBothFound() throws IOException {
    var file = folder.resolve("a").resolve("tilings.properties");
    var one = TiledProduct.of(convolution(1, 5, 9, 14));
    var two = TiledProduct.of(convolution(2, 5, 9, 14));
    var first = new TilingCache(file, "");
    var second = new TilingCache(file, "");
    first.keep(one, TILING);
    second.keep(two, Tiling.SMALLEST);
    var both = new TilingCache(file, "");
    assertEquals(Optional.of(TILING), both.find(one));
    assertEquals(Optional.of(Tiling.SMALLEST), both.find(two));
    assertEquals(1, folder.resolve("a").toFile().list().length);
  }

  @Test
  void withoutAHomeItIsKeptForThisProcessOnly() {
    var cache = TilingCache.ofUser(Map.of(), "", "a device");
    var product = TiledProduct.of(convolution(2, 5, 9, 14));
    assertThrows(IOException.class, () -> cache.keep(product, TILING));
    assertEquals(Optional.of(TILING), cache.find(product));
  }

  @Test
  void aCopyOnRandomNumbersSharesWhatWasShared() {
    var kernel = convolution(2, 5, 9, 14);
    var copy = assertInstanceOf(Conv2dForward.class, RandomArrays.of(kernel));
    assertNotSame(kernel.w(), copy.w());
    assertSame(copy.w(), copy.b());
    assertEquals(kernel.x().length, copy.x().length);
    assertEquals(kernel.sizes(), copy.sizes());
    assertTrue(copy.x()[7] != 0 && copy.x()[7] != copy.x()[8] && copy.x()[7] != copy.w()[7]);
  }

  @Test
  void estimatesFitTheDevice() {
    var product = TiledProduct.of(linear(1024, 1024, 1024));
    for (var estimate :
        new TilingEstimate[] {
          new TilingEstimate(132, 256, 49_152), new TilingEstimate(8, 64, 16_384)
        }) {
      for (var tiling : estimate.ranked(product)) {
        assertTrue(tiling.items() <= estimate.groupItems(), tiling.toString());
        assertTrue(tiling.localBytes() <= estimate.localBytes(), tiling.toString());
      }
    }
    assertEquals("8×8 in 16×16", new TilingEstimate(132, 256, 49_152).of(product).toString());
  }

  @Test
  void sumsAreCutWhereTilesAreFew() {
    var choice = new GroupedChoice(1 << 20, 132, _ -> TILING, true);
    var small = linear(64, 64, 64);
    assertSame(small, choice.of(small));
    var few = assertInstanceOf(TiledProduct.class, choice.of(linear(32, 28_800, 64)));
    assertEquals(112, few.pieces());
    assertEquals(2, few.tasks());
    var many = assertInstanceOf(TiledProduct.class, choice.of(linear(4096, 512, 4096)));
    assertEquals(1, many.pieces());
    assertEquals(1, many.tasks());
    float[] none = {};
    var parts = new LinearWeightGradient(none, none, none, 8, 4096, 4096, 4096);
    assertEquals(512, assertInstanceOf(TiledProduct.class, choice.of(parts)).terms());
  }

  private static LinearForward linear(int n, int ci, int co) {
    float[] none = {};
    return new LinearForward(none, none, 0, none, LinearForward.NO_BIAS, none, n, ci, co);
  }

  private static Conv2dForward convolution(int n, int ci, int side, int co) {
    var sizes = new ImageSizes(n, ci, side, side, co, side, side);
    float[] w = new float[co * ci * 9];
    return new Conv2dForward(
        new float[n * ci * side * side],
        w,
        0,
        w,
        Conv2dForward.NO_BIAS,
        new float[n * co * side * side],
        sizes,
        Window.square(3, 1, 1));
  }

  /** A convolution with pool and ReLU, of which only the results have memory. */
  private static TiledProduct pooled(Conv2dForward k) {
    var s = k.sizes();
    return pooled(k, new float[s.n() * s.co() * (s.ho() / 2) * (s.wo() / 2)]);
  }

  private static TiledProduct pooled(Conv2dForward k, float[] y) {
    var s = k.sizes();
    var sizes = new ImageSizes(s.n(), s.co(), s.ho(), s.wo(), s.co(), s.ho() / 2, s.wo() / 2);
    int size = s.n() * s.co() * sizes.ho() * sizes.wo();
    float[] none = {};
    var unwritten = new Conv2dForward(k.x(), k.w(), k.wAt(), k.b(), k.bAt(), none, s, k.window());
    float[] tap = new float[size];
    var pool = new MaxPool2dForward(none, none, tap, 1, sizes, Window.square(2, 2, 0));
    var relu = new ReLUForward(none, 0, y, size);
    return TiledProduct.of(ForwardChain.of(List.of(unwritten, pool, relu)));
  }
}
