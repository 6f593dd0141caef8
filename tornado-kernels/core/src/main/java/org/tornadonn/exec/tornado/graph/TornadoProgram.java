package org.tornadonn.exec.tornado.graph;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.tornadonn.exec.ExecutionException;
import org.tornadonn.exec.Grouping;
import org.tornadonn.exec.Grouping.Group;
import org.tornadonn.exec.Placement;
import org.tornadonn.exec.Program;
import org.tornadonn.exec.tornado.driver.OutOfMemory;
import org.tornadonn.exec.tornado.driver.Reason;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.HostMemory;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.ImmutableTaskGraph;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.TornadoExecutionResult;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.enums.ProfilerMode;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.exceptions.TornadoInternalError;

/**
 * Plans as chains of TaskGraphs on a device. Persistent buffers and activations stay there; inputs
 * and controls go in before each run, outputs come back after it.
 *
 * <p>A graph can take over arrays only from the graph that ran before it, whichever that was. So
 * the first one takes what lasts from the host, each one passes all of that on, and with it what
 * the rest of its plan needs: then any plan can follow any other.
 *
 * <p>Where the kernels are recorded, what goes in and out is not: TornadoVM records the address of
 * a Java array, and the JVM moves it. So a graph of its own takes what the host sends, and outputs
 * are fetched after the run.
 */
public final class TornadoProgram implements Program {

  private static final System.Logger LOGGER = System.getLogger(TornadoProgram.class.getName());

  private final String device;
  private final TornadoDevice target;
  private final KernelChoice choice;
  private final boolean recorded;
  private final HostMemory memory;
  private final List<Segment> segments = new ArrayList<>();
  private TornadoExecutionPlan execution;

  /** For each array that a graph has written: the last graph that did, and what it gave. */
  private final IdentityHashMap<float[], Holder> holders = new IdentityHashMap<>();

  private record Holder(int graph, TornadoExecutionResult result) {}

  /**
   * For each graph: the arrays that it writes and that can be fetched, which are the persistent
   * ones, and outputs where kernels are recorded.
   */
  private final List<List<float[]>> written = new ArrayList<>();

  /** The plan that ran last with the profiler, if none has run without it since. */
  private @Nullable Plan profiled;

  /** Whether a graph has run since the arrays were last taken from the host. */
  private boolean begun;

  /**
   * A program that is compiled now.
   *
   * @param recorded whether its kernels are recorded as CUDA graphs, which the device has; a single
   *     one is not, which would gain nothing, and can be timed alone
   */
  public TornadoProgram(
      String device,
      TornadoDevice target,
      KernelChoice choice,
      boolean recorded,
      List<Plan> plans,
      Map<Buffer, float[]> given) {
    var groupings = plans.stream().map(plan -> Grouping.of(plan, choice)).toList();
    this.device = device;
    this.target = target;
    this.choice = choice;
    this.recorded = recorded && groupings.stream().anyMatch(one -> one.groups().size() > 1);
    this.memory = new HostMemory(groupings.stream().map(Grouping::merged).toList(), given);
    for (int p = 0; p < groupings.size(); p++) {
      segments.addAll(Segment.cut(groupings.get(p), "p" + p + "s", this::tasks, this.recorded));
    }
    if (plans.size() > 1 && !lasting().isEmpty()) {
      segments.addFirst(Segment.opening());
    }
    this.execution = compile();
  }

  private int tasks(Group group) {
    return choice.of(group.bind(memory)) instanceof Grouped grouped ? grouped.tasks() : 1;
  }

  private TornadoExecutionPlan compile() {
    int kernels = segments.stream().mapToInt(segment -> segment.groups().size()).sum();
    if (kernels > 1) { // one by one, as a verification runs them, they take no time worth a line
      LOGGER.log(Level.DEBUG, "Compiling {0} kernels for {1} …", kernels, device);
    }
    var culprit = new Culprit(device, target, choice);
    try {
      return prepared();
    } catch (Throwable failure) {
      culprit.find(segments, memory, failure);
    }
    // No call fails alone: what went wrong may have passed.
    try {
      return prepared();
    } catch (Throwable failure) {
      throw culprit.unknown(segments, failure);
    }
  }

  private TornadoExecutionPlan prepared() {
    var grids = new GridScheduler();
    var plan = new TornadoExecutionPlan(graphs(grids));
    if (!grids.keySet().isEmpty()) {
      plan.withGridScheduler(grids);
    }
    plan.withDevice(target);
    for (int s = 0; recorded && s < segments.size(); s++) {
      if (!segments.get(s).isEntrance()) {
        CudaGraphs.record(plan.withGraph(s));
      }
    }
    return (recorded ? plan.withAllGraphs() : plan).withPreCompilation();
  }

  private ImmutableTaskGraph[] graphs(GridScheduler grids) {
    written.clear();
    var chain = new ArrayList<ImmutableTaskGraph>();
    var lasting = lasting();
    var resident = identitySet();
    for (int s = 0; s < segments.size(); s++) {
      var segment = segments.get(s);
      var graph = new TaskGraph(segment.id());
      if (segment.isOpening()) {
        graph.transferToDevice(DataTransferMode.FIRST_EXECUTION, lasting.toArray());
        Anchor.addTo(graph, List.copyOf(lasting));
        resident.addAll(lasting);
      } else {
        resident.retainAll(neededFrom(s, lasting));
      }
      for (var buffer : segment.sent()) {
        resident.remove(memory.of(buffer));
      }
      if (s > 0 && !resident.isEmpty()) {
        graph.consumeFromDevice(segments.get(s - 1).id(), resident.toArray());
      }
      for (var buffer : segment.buffers()) {
        var array = memory.of(buffer);
        if (segment.sent().contains(buffer)) {
          graph.transferToDevice(DataTransferMode.EVERY_EXECUTION, array);
        } else if (resident.add(array)) {
          graph.transferToDevice(DataTransferMode.FIRST_EXECUTION, array);
        }
      }
      if (segment.isEntrance()) {
        var sent = segment.sent().stream().map(memory::of).toList();
        Anchor.addTo(graph, sent);
        resident.addAll(sent);
      }
      for (int c = 0; c < segment.groups().size(); c++) {
        var kernel = choice.of(segment.groups().get(c).bind(memory));
        kernel.addTo(graph, "c" + c);
        if (kernel instanceof Grouped grouped) {
          grids.addWorkerGrid(segment.id() + ".c" + c, grouped.grid());
        }
      }
      var fetchable = new ArrayList<float[]>();
      for (var buffer : segment.written()) {
        if (buffer.role() == Role.OUTPUT && !recorded) {
          graph.transferToHost(DataTransferMode.EVERY_EXECUTION, memory.of(buffer));
        } else if (buffer.role() == Role.OUTPUT || buffer.role().persists()) {
          fetchable.add(memory.of(buffer));
          graph.transferToHost(DataTransferMode.UNDER_DEMAND, memory.of(buffer));
        }
      }
      graph.persistOnDevice(resident.toArray());
      written.add(fetchable);
      chain.add(graph.snapshot());
    }
    return chain.toArray(ImmutableTaskGraph[]::new);
  }

  /** The arrays that a segment, or a later one of its plan, uses, and those that last. */
  private Set<float[]> neededFrom(int first, Set<float[]> lasting) {
    var needed = identitySet();
    needed.addAll(lasting);
    segments.stream()
        .skip(first)
        .filter(segment -> segment.plan() == segments.get(first).plan())
        .flatMap(segment -> segment.buffers().stream())
        .forEach(buffer -> needed.add(memory.of(buffer)));
    return needed;
  }

  /** The arrays that every graph passes on: those that persist, and those that plans share. */
  private Set<float[]> lasting() {
    var lasting = identitySet();
    var users = new IdentityHashMap<float[], Plan>();
    for (var segment : segments) {
      for (var buffer : segment.buffers()) {
        var array = memory.of(buffer);
        var user = users.putIfAbsent(array, segment.plan());
        if (buffer.role().persists() || (user != null && user != segment.plan())) {
          lasting.add(array);
        }
      }
    }
    return lasting;
  }

  private static Set<float[]> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  @Override
  public float[] array(Buffer buffer) {
    return memory.of(buffer);
  }

  @Override
  public void run(Plan plan) {
    run(plan, _ -> 0);
  }

  /** Runs a plan, and adds up a figure of each graph. */
  private long run(Plan plan, ToLongFunction<TornadoExecutionResult> figure) {
    long sum = 0;
    for (int s = 0; s < segments.size(); s++) {
      var segment = segments.get(s);
      if (segment.isOpening() ? !begun : segment.plan() == plan) {
        sum += execute(s, figure);
      }
    }
    if (recorded) {
      plan.buffers().stream().filter(buffer -> buffer.role() == Role.OUTPUT).forEach(this::fetch);
    }
    return sum;
  }

  /**
   * The kernels' times are those of TornadoVM's profiler, which reads the driver's events. Recorded
   * ones have no events.
   */
  @Override
  public long nanos(Plan plan) {
    if (recorded) {
      return Program.super.nanos(plan);
    }
    profiled = plan;
    execution.withProfiler(ProfilerMode.SILENT);
    try {
      long start = System.nanoTime();
      long kernels = run(plan, result -> result.getProfilerResult().getDeviceKernelTime());
      long all = System.nanoTime() - start;
      return kernels > 0 ? kernels : all;
    } finally {
      execution.withoutProfiler();
    }
  }

  private long execute(int index, ToLongFunction<TornadoExecutionResult> figure) {
    var segment = segments.get(index);
    try {
      var result = execution.withGraph(index).execute();
      begun = true;
      written.get(index).forEach(array -> holders.put(array, new Holder(index, result)));
      return figure.applyAsLong(result);
    } catch (Throwable e) {
      throw new ExecutionException(
          "Device %s failed in plan '%s': %s.%s"
              .formatted(
                  device, segment.plan().name(), Reason.of(e), OutOfMemory.advice(e, device)),
          e);
    }
  }

  @Override
  public void fetch(Buffer buffer) {
    var array = array(buffer);
    var holder = holders.get(array);
    if (holder != null) {
      // An array that the chosen graph does not know makes TornadoVM copy back everything else that
      // the graph has, its KernelContexts included: their fields are the JVM's one Integer for 0,
      // into which it writes what happens to stand in the device's memory.
      execution.withGraph(holder.graph());
      holder.result().transferToHost(array);
    }
  }

  @Override
  public void changed() {
    // Freeing the arrays of a chain and running it again crashed drivers: it is built anew instead.
    close();
    holders.clear();
    begun = false;
    execution = compile();
  }

  @Override
  public List<Placement> placements(Plan plan) {
    return segments.stream()
        .filter(segment -> segment.plan() == plan)
        .flatMap(
            segment ->
                segment.groups().stream()
                    .map(
                        group ->
                            new Placement(
                                group.calls(), choice.version(group.bind(memory)), segment.id())))
        .toList();
  }

  @Override
  public void close() {
    if (profiled != null) {
      // Every run sets the profiler's switch, which is one for the JVM: left on, it makes transfers
      // of other programs print a line on stdout.
      run(profiled);
      profiled = null;
    }
    for (int s = 0; s < segments.size(); s++) {
      free(s);
    }
    // Closing one plan makes TornadoVM refuse to run every other one on the device, unless told.
    target.getDeviceContext().setResetToFalse();
  }

  /**
   * Frees what a graph has sent or taken first, which are all arrays in the end. Then it stumbles
   * over what it wrote, where an earlier graph has freed that.
   */
  private void free(int index) {
    try {
      execution.withGraph(index).close();
    } catch (TornadoInternalError e) {
      if (index == 0) {
        throw e;
      }
    } catch (TornadoExecutionPlanException e) {
      throw new ExecutionException(
          "Device %s did not give its memory back: %s.".formatted(device, Reason.of(e)), e);
    }
  }
}
