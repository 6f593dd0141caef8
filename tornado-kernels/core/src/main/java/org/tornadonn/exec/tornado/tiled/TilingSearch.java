package org.tornadonn.exec.tornado.tiled;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.tornadonn.exec.ExecutionException;
import org.tornadonn.exec.Rounding;
import org.tornadonn.exec.Timing;
import org.tornadonn.exec.tornado.graph.TornadoProgram;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Slice;
import uk.ac.manchester.tornado.api.common.TornadoDevice;

/**
 * Tilings that are measured the first time that they are needed: the most promising ones by their
 * estimate run on random numbers, and the fastest one whose results are right is kept.
 *
 * @param candidates how many are measured
 */
public record TilingSearch(
    String name, TornadoDevice device, TilingEstimate estimate, TilingCache cache, int candidates)
    implements Tilings {

  private static final System.Logger LOGGER = System.getLogger(TilingSearch.class.getName());

  /** Results that are compared with those of the portable loop on the JVM. */
  private static final int SAMPLES = 512;

  private record Measured(Tiling tiling, double micros) {}

  @Override
  public Tiling of(TiledProduct product) {
    return cache.find(product).orElseGet(() -> search(product));
  }

  private Tiling search(TiledProduct product) {
    var ranked = estimate.ranked(product);
    if (product.bytes() > free() / 2) {
      return ranked.getFirst();
    }
    LOGGER.log(Level.DEBUG, "Measuring tilings on {0}: {1} …", name, product.description());
    var probe = product.onRandomNumbers();
    var fastest =
        ranked.stream()
            .limit(candidates)
            .map(tiling -> measure(probe, tiling))
            .flatMap(Optional::stream)
            .min((one, other) -> Double.compare(one.micros(), other.micros()))
            .map(Measured::tiling)
            .orElse(ranked.getFirst());
    try {
      cache.keep(product, fastest);
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "Cannot keep what was measured: {0}", e.getMessage());
    }
    return fastest;
  }

  private static long free() {
    var runtime = Runtime.getRuntime();
    return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
  }

  /** How long a tiling takes; nothing if the device cannot run it, or runs it wrong. */
  private Optional<Measured> measure(TiledProduct probe, Tiling tiling) {
    var tiled = probe.with(tiling, probe.pieces());
    var arrays = new HashMap<Buffer, float[]>();
    var reads = Stream.of(probe.a(), probe.b(), probe.bias()).distinct().map(a -> own(arrays, a));
    var y = own(arrays, probe.y());
    var writes = new ArrayList<>(List.of(y));
    probe.tap().ifPresent(tap -> writes.add(own(arrays, tap)));
    var call =
        new KernelCall(
            "",
            "product",
            tiling.toString(),
            reads.toList(),
            writes,
            List.of(y),
            false,
            0,
            _ -> tiled);
    var plan = new Plan("tiling", List.of(call));
    float[] before = probe.y().clone();
    try (var program =
        new TornadoProgram(name, device, kernel -> kernel, false, List.of(plan), arrays)) {
      program.run(plan);
      program.fetch(y.buffer());
      float[] actual = probe.y().clone();
      System.arraycopy(before, 0, probe.y(), 0, before.length);
      if (!isRight(probe, actual)) {
        LOGGER.log(
            Level.WARNING,
            "{0} is wrong on {1} with tiles of {2}, which are not used.",
            probe.description(),
            name,
            tiling);
        return Optional.empty();
      }
      return Optional.of(new Measured(tiling, Timing.shortestMicros(program, plan)));
    } catch (ExecutionException e) {
      return Optional.empty();
    } finally {
      System.arraycopy(before, 0, probe.y(), 0, before.length);
    }
  }

  private static Slice own(Map<Buffer, float[]> arrays, float[] array) {
    var buffer = new Buffer("array " + arrays.size(), Shape.of(array.length), Role.PARAMETER);
    arrays.put(buffer, array);
    return buffer.whole();
  }

  /** Compares some results with those of the portable loop, which it leaves in the product. */
  static boolean isRight(TiledProduct product, float[] actual) {
    var rounding = Rounding.ofSum(product.terms(), 1);
    float[] expected = product.y();
    int size = product.size(); // of an array that may be longer, where it is another one's, too
    int step = Math.max(1, size / SAMPLES);
    for (int i = size % step; i < size; i += step) {
      product.run(i, i + 1);
      if (rounding.share(expected[i], actual[i]) > 1) {
        return false;
      }
    }
    return true;
  }
}
