package org.tornadonn.exec.tornado.tiled;

import static org.tornadonn.exec.tornado.tiled.ConvolutionMatrix.FORWARD;
import static org.tornadonn.exec.tornado.tiled.ConvolutionMatrix.FORWARD_POOLED;
import static org.tornadonn.exec.tornado.tiled.ConvolutionMatrix.INPUT_GRADIENT;
import static org.tornadonn.exec.tornado.tiled.ConvolutionMatrix.WEIGHT_GRADIENT;

import java.util.Optional;
import java.util.stream.Stream;
import org.tornadonn.exec.tornado.graph.Grouped;
import org.tornadonn.op.convolution.Conv2dForward;
import org.tornadonn.op.convolution.Conv2dInputGradient;
import org.tornadonn.op.convolution.Conv2dWeightGradient;
import org.tornadonn.op.convolution.ImageSizes;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.linear.LinearForward;
import org.tornadonn.op.linear.LinearInputGradient;
import org.tornadonn.op.linear.LinearWeightGradient;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Loop;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.WorkerGrid;
import uk.ac.manchester.tornado.api.WorkerGrid1D;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;

/**
 * A convolution, a linear layer, or one of their gradients on a device with local memory: a product
 * of {@link ConvolutionMatrix matrices}, cut into tiles. A {@link ForwardChain} is one, too: what
 * follows the product is done before its results leave the registers, or where the pieces of its
 * sums are added up.
 *
 * @param portable the kernel that it stands for, or the chain, which does its work on the JVM
 * @param kind which product
 * @param option the index of the bias or −1; 1 to add to what is there; the terms of each part
 * @param parts into how many sums each result is cut
 * @param pieces how many groups share the terms of a tile, where there are too few tiles to keep a
 *     device busy
 */
record TiledProduct(
    Loop portable,
    int kind,
    float[] a,
    int aAt,
    float[] b,
    float[] bias,
    int option,
    float[] y,
    ImageSizes sizes,
    Window window,
    int parts,
    Tiling tiling,
    int pieces)
    implements Grouped {

  /** Rows and columns of a typical tile. */
  private static final int TILE = 64;

  /** So many that all of them end at about one time. */
  private static final int GROUPS_PER_UNIT = 8;

  /** With fewer terms, a group would be started and its results added up for little. */
  private static final int LEAST_TERMS = 32 * Tiling.DEPTH;

  private static final int MOST_PIECES = 256;

  /** Rows and columns of an image go to a kernel in one number. */
  private static final int LARGEST_SIDE = 1 << 15;

  private static final Window PIXEL = Window.square(1, 1, 0);

  /** The product that does what a kernel does, if it is one. */
  static Optional<TiledProduct> of(Kernel portable) {
    return switch (portable) {
      case Conv2dForward k -> Optional.of(of(k));
      case Conv2dInputGradient k -> Optional.of(of(k));
      case Conv2dWeightGradient k -> Optional.of(of(k));
      case LinearForward k -> Optional.of(of(k));
      case LinearInputGradient k -> Optional.of(of(k));
      case LinearWeightGradient k -> Optional.of(of(k));
      default -> Optional.empty();
    };
  }

  /** The same product on arrays of its own. */
  TiledProduct onRandomNumbers() {
    var random =
        switch (portable) {
          case ForwardChain chain -> Optional.of(of(chain.onRandomNumbers()));
          case Kernel kernel -> of(RandomArrays.of(kernel));
          default -> Optional.<TiledProduct>empty();
        };
    return random.orElse(this).with(tiling, pieces);
  }

  static TiledProduct of(ForwardChain chain) {
    var product = of(chain.product()).orElseThrow();
    return chain.pool() == null
        ? product.inPlaceOf(chain)
        : of(
            chain,
            FORWARD_POOLED,
            product.a,
            product.aAt,
            product.b,
            product.bias,
            product.option,
            chain.pool().y(),
            product.sizes,
            product.window,
            1);
  }

  static TiledProduct of(Conv2dForward k) {
    return of(k, FORWARD, k.w(), k.wAt(), k.x(), k.b(), k.bAt(), k.y(), k.sizes(), k.window(), 1);
  }

  static TiledProduct of(Conv2dInputGradient k) {
    return of(
        k,
        INPUT_GRADIENT,
        k.w(),
        k.wAt(),
        k.dy(),
        k.w(),
        k.add(),
        k.dx(),
        k.sizes(),
        k.window(),
        1);
  }

  static TiledProduct of(Conv2dWeightGradient k) {
    return of(
        k,
        WEIGHT_GRADIENT,
        k.dy(),
        0,
        k.x(),
        k.x(),
        k.rowsPerPart() * k.sizes().wo(),
        k.partial(),
        k.sizes(),
        k.window(),
        k.parts());
  }

  static TiledProduct of(LinearForward k) {
    var pixels = pixels(k.n(), k.ci(), k.co());
    return of(new Conv2dForward(k.x(), k.w(), k.wAt(), k.b(), k.bAt(), k.y(), pixels, PIXEL))
        .inPlaceOf(k);
  }

  static TiledProduct of(LinearInputGradient k) {
    var pixels = pixels(k.n(), k.ci(), k.co());
    return of(new Conv2dInputGradient(k.dy(), k.w(), k.wAt(), k.dx(), k.add(), pixels, PIXEL))
        .inPlaceOf(k);
  }

  static TiledProduct of(LinearWeightGradient k) {
    var pixels = pixels(k.n(), k.ci(), k.co());
    return of(new Conv2dWeightGradient(k.x(), k.dy(), k.partial(), k.parts(), pixels, PIXEL))
        .inPlaceOf(k);
  }

  private TiledProduct inPlaceOf(Loop other) {
    return new TiledProduct(
        other, kind, a, aAt, b, bias, option, y, sizes, window, parts, tiling, pieces);
  }

  private static TiledProduct of(
      Loop portable,
      int kind,
      float[] a,
      int aAt,
      float[] b,
      float[] bias,
      int option,
      float[] y,
      ImageSizes sizes,
      Window window,
      int parts) {
    return new TiledProduct(
        portable, kind, a, aAt, b, bias, option, y, sizes, window, parts, Tiling.SMALLEST, 1);
  }

  /**
   * The same product cut otherwise: a pool waits for the sum of the pieces, if there are several.
   */
  TiledProduct with(Tiling tiling, int pieces) {
    int how = pools() ? (pieces == 1 ? FORWARD_POOLED : FORWARD) : kind;
    return new TiledProduct(
        portable, how, a, aAt, b, bias, option, y, sizes, window, parts, tiling, pieces);
  }

  private static ImageSizes pixels(int n, int ci, int co) {
    return new ImageSizes(n, ci, 1, 1, co, 1, 1);
  }

  int rows() {
    return ConvolutionMatrix.rows(kind, sizes.ci(), sizes.co());
  }

  int columns() {
    return columns(kind);
  }

  private int columns(int kind) {
    return ConvolutionMatrix.columns(
        kind, sizes.n(), sizes.ci(), image(), window.kernel(), window.stride(), window.padding());
  }

  /** The terms of a sum; of one part of it, if it is cut. */
  int terms() {
    return kind == WEIGHT_GRADIENT
        ? option
        : ConvolutionMatrix.terms(
            kind,
            sizes.n(),
            sizes.ci(),
            image(),
            sizes.co(),
            window.kernel(),
            window.stride(),
            window.padding());
  }

  /** Where it keeps which element of a pool's window is the largest, if it does. */
  Optional<float[]> tap() {
    return portable instanceof ForwardChain chain && chain.pool() != null && chain.pool().keep() > 0
        ? Optional.of(chain.pool().tap())
        : Optional.empty();
  }

  private boolean pools() {
    return portable instanceof ForwardChain chain && chain.pool() != null;
  }

  private boolean relu() {
    return portable instanceof ForwardChain chain && chain.relu() != null;
  }

  /** Whether its sizes fit into the numbers that the kernel takes. */
  boolean fits() {
    int slide =
        Math.max(
            Math.max(window.strideHeight(), window.strideWidth()),
            Math.max(window.paddingHeight(), window.paddingWidth()));
    return Math.max(sizes.hi(), sizes.wi()) < LARGEST_SIDE && slide < ConvolutionMatrix.SLIDE;
  }

  /**
   * The memory of its arrays on random numbers, with what the portable kernels of a chain write for
   * a pool.
   */
  long bytes() {
    long numbers = Stream.of(a, b, bias, y).distinct().mapToLong(array -> array.length).sum();
    numbers += tap().map(array -> array.length).orElse(0);
    numbers += pools() ? (long) sizes.n() * sizes.co() * sizes.ho() * sizes.wo() : 0;
    return numbers * Float.BYTES;
  }

  long multiplications() {
    return (long) parts * rows() * columns() * terms();
  }

  /**
   * In how many pieces sums are best cut to keep all compute units busy. This does not depend on
   * the tiling, so that results do not depend on which tiling was found to be the fastest, nor on
   * whether there is a pool.
   */
  int pieces(int units) {
    int columns = columns(kind == FORWARD_POOLED ? FORWARD : kind);
    long tiles = (long) parts * Math.ceilDiv(rows(), TILE) * Math.ceilDiv(columns, TILE);
    long wanted = Math.ceilDiv((long) GROUPS_PER_UNIT * units, tiles);
    return Math.clamp(wanted, 1, Math.clamp(terms() / LEAST_TERMS, 1, MOST_PIECES));
  }

  /**
   * All that its speed depends on, but for the device and the tiling. A pool has columns in another
   * order, and so reads in another order; a ReLU, or whether it is kept which element won, is next
   * to nothing beside the product, and shares its tiling.
   */
  String description() {
    var operation =
        switch (kind) {
          case FORWARD -> "forward";
          case FORWARD_POOLED -> "pooled forward";
          case INPUT_GRADIENT -> "input gradient";
          default -> "weight gradient";
        };
    return "%s of %s×%s×%s×%s to %s channels, kernel %s×%s, stride %s×%s, padding %s×%s, parts %s, pieces %s"
        .formatted(
            operation,
            sizes.n(),
            sizes.ci(),
            sizes.hi(),
            sizes.wi(),
            sizes.co(),
            window.kernelHeight(),
            window.kernelWidth(),
            window.strideHeight(),
            window.strideWidth(),
            window.paddingHeight(),
            window.paddingWidth(),
            parts,
            pieces);
  }

  /** Pieces, tiling, what to do in the end, and kind in one number. */
  private int how() {
    int end = pieces > 1 ? 0 : (tap().isPresent() ? 2 : 0) | (relu() ? 1 : 0);
    return (pieces << (Tiling.BITS + 4)) | (tiling.packed() << 4) | (end << 2) | kind;
  }

  private int image() {
    return sizes.hi() << 16 | sizes.wi();
  }

  /** One task, or a second one that adds the pieces up. */
  @Override
  public int tasks() {
    return pieces > 1 ? 2 : 1;
  }

  @Override
  public WorkerGrid grid() {
    int groups = parts * pieces * tiling.tiles(rows(), columns());
    var grid = new WorkerGrid1D(groups * tiling.items());
    grid.setLocalWork(tiling.items(), 1, 1);
    return grid;
  }

  @Override
  public int size() {
    return portable.size();
  }

  @Override
  public void run(int from, int to) {
    portable.run(from, to);
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    if (pieces == 1) {
      addTo(graph, id, option, y, tap().orElse(a)); // any array that an earlier argument is
      return;
    }
    float[] scratch = new float[scratch()];
    graph.transferToDevice(DataTransferMode.FIRST_EXECUTION, scratch);
    addTo(graph, id, kind == WEIGHT_GRADIENT ? option : -1, scratch, a);
    if (pools()) {
      pooledSum(scratch).addTo(graph, id + "sum");
    } else {
      sum(scratch).addTo(graph, id + "sum");
    }
  }

  /** How many numbers lie between its two tasks, if there are two. */
  int scratch() {
    return pieces > 1 ? parts * pieces * rows() * columns() : 0;
  }

  /** What adds the pieces up. */
  private PieceSum sum(float[] scratch) {
    int size = rows() * columns();
    int add = kind == INPUT_GRADIENT ? option : 0;
    int bAt = kind == FORWARD ? option : -1;
    int plane = sizes.ho() * sizes.wo();
    return new PieceSum(
        scratch, y, add, bias, bAt, relu() ? 1 : 0, plane, sizes.co(), pieces, size, parts * size);
  }

  /** What adds them up and takes the largest of each window. */
  private PooledPieceSum pooledSum(float[] scratch) {
    return new PooledPieceSum(
        scratch,
        y,
        tap().orElse(scratch), // any array that an earlier argument is
        tap().isPresent() ? 1 : 0,
        bias,
        option,
        relu() ? 1 : 0,
        sizes.ho(),
        sizes.wo(),
        sizes.co(),
        pieces,
        rows() * columns(),
        portable.size());
  }

  private void addTo(TaskGraph graph, String id, int option, float[] to, float[] tap) {
    graph.task(
        id,
        TiledKernel::item,
        new KernelContext(),
        a,
        aAt,
        b,
        bias,
        option,
        to,
        tap,
        how(),
        sizes.n(),
        sizes.ci(),
        image(),
        sizes.co(),
        window.kernel(),
        ConvolutionMatrix.slide(window.stride(), window.padding()));
  }
}
