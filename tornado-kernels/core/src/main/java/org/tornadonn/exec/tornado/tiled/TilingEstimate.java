package org.tornadonn.exec.tornado.tiled;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import uk.ac.manchester.tornado.api.common.TornadoDevice;

/**
 * Tilings by a rough count of what a device has to issue: multiply-adds, reads from local memory
 * and what it takes to fetch a number into that, for the tiles of the busiest compute unit. What
 * instructions and registers cost was counted in the code that nvcc makes for an H100.
 *
 * @param units compute units
 * @param groupItems the largest work-group
 * @param localBytes local memory of a group
 */
public record TilingEstimate(int units, int groupItems, long localBytes) implements Tilings {

  /** More make compilers spill, or leave registers for few groups only. */
  private static final int MOST_SUMS = 64;

  /** More than any device needs to hide its latencies with 64 sums each. */
  private static final int MOST_ITEMS = 256;

  /** Longer tiles fetch more than they save. */
  private static final int MOST_ACROSS = 64;

  /** A warp of NVIDIA's; other devices' vectors are as wide or narrower. */
  private static final int LEAST_ITEMS = 32;

  /** Registers of a compute unit, and of a work-item: its sums, and for each number it fetches. */
  private static final double REGISTERS = 1 << 16;

  private static final int OWN_REGISTERS = 24;
  private static final int FETCH_REGISTERS = 8;

  /** With so many work-items at a time, a unit waits for half of its time. */
  private static final double HALF_BUSY = 128;

  /** Instructions for one number that is fetched. */
  private static final double FETCH = 24;

  /** Instructions of an item for each {@link Tiling#DEPTH} terms besides. */
  private static final double STEP = 24;

  /** Instructions for one result. */
  private static final double RESULT = 16;

  static TilingEstimate of(TornadoDevice device, int units) {
    var hardware = device.getPhysicalDevice();
    return new TilingEstimate(
        units,
        Math.min(MOST_ITEMS, hardware.getMaxThreadsPerBlock()),
        hardware.getDeviceLocalMemorySize());
  }

  @Override
  public Tiling of(TiledProduct product) {
    return ranked(product).getFirst();
  }

  /** Those that the device can run, the most promising first. */
  List<Tiling> ranked(TiledProduct product) {
    return candidates().stream()
        .sorted(Comparator.comparingDouble(tiling -> cost(tiling, product)))
        .toList();
  }

  private List<Tiling> candidates() {
    var candidates = new ArrayList<Tiling>();
    for (int itemRows = 4; itemRows <= 16; itemRows *= 2) {
      for (int itemColumns = 4; itemRows * itemColumns <= MOST_SUMS; itemColumns *= 2) {
        for (int rows = 1; rows <= MOST_ACROSS; rows *= 2) {
          for (int columns = 1;
              columns <= MOST_ACROSS && rows * columns <= groupItems;
              columns *= 2) {
            var tiling = new Tiling(itemRows, itemColumns, rows, columns);
            if (tiling.items() >= Math.min(LEAST_ITEMS, groupItems)
                && tiling.localBytes() <= localBytes) {
              candidates.add(tiling);
            }
          }
        }
      }
    }
    return candidates;
  }

  /** What the busiest unit has to issue, and how long it waits. */
  private double cost(Tiling tiling, TiledProduct product) {
    int pieces = product.pieces(units);
    long groups = (long) product.parts() * pieces * tiling.tiles(product.rows(), product.columns());
    long each = Math.ceilDiv(groups, units);
    double steps = Math.ceilDiv(Math.ceilDiv(product.terms(), pieces), Tiling.DEPTH);
    int block = tiling.itemRows() * tiling.itemColumns();
    double loads = (double) (tiling.itemRows() + tiling.itemColumns()) / Tiling.VECTOR;
    double fetches =
        (double) Tiling.DEPTH
            * (tiling.rows() * tiling.itemRows() + tiling.columns() * tiling.itemColumns())
            / tiling.items();
    double item =
        steps * (Tiling.DEPTH * (block + 2 * loads) + FETCH * fetches + STEP) + RESULT * block;
    double registers = OWN_REGISTERS + block + FETCH_REGISTERS * fetches;
    double atATime = Math.min((double) each * tiling.items(), REGISTERS / registers);
    return each * tiling.items() * item * (1 + HALF_BUSY / atATime);
  }
}
