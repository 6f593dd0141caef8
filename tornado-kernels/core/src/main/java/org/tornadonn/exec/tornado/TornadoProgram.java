package org.tornadonn.exec.tornado;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tornadonn.exec.ExecutionException;
import org.tornadonn.exec.Program;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.HostMemory;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;
import uk.ac.manchester.tornado.api.ImmutableTaskGraph;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.TornadoExecutionResult;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;

/**
 * Plans as one chain of TaskGraphs on a device. Persistent buffers and activations stay there;
 * inputs and controls go in before each run, outputs come back after it.
 *
 * <p>A graph can take over arrays only from the graph before it, so each one takes and passes on
 * everything that a later one needs.
 */
final class TornadoProgram implements Program {

  private final String device;
  private final Map<Buffer, float[]> arrays;
  private final List<Segment> segments = new ArrayList<>();
  private final TornadoExecutionPlan execution;
  private final Map<Buffer, TornadoExecutionResult> holders = new HashMap<>();

  TornadoProgram(
      String device, TornadoDevice target, List<Plan> plans, Map<Buffer, float[]> given) {
    this.device = device;
    this.arrays = new HashMap<>(given);
    for (var plan : plans) {
      var memory = new HostMemory(plan, arrays);
      segments.addAll(Segment.cut(plan, "p" + plans.indexOf(plan) + "s", memory));
      for (var buffer : plan.buffers()) {
        if (buffer.role() != Role.ACTIVATION) {
          arrays.put(buffer, memory.of(buffer));
        }
      }
    }
    this.execution = new TornadoExecutionPlan(graphs());
    execution.withDevice(target);
    try {
      execution.withPreCompilation();
    } catch (Throwable e) {
      throw new Culprit(device, target).of(segments, e);
    }
  }

  private ImmutableTaskGraph[] graphs() {
    var chain = new ArrayList<ImmutableTaskGraph>();
    Set<float[]> resident = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int s = 0; s < segments.size(); s++) {
      var segment = segments.get(s);
      var memory = segment.memory();
      var graph = new TaskGraph(segment.id());
      if (!resident.isEmpty()) {
        graph.consumeFromDevice(segments.get(s - 1).id(), resident.toArray());
      }
      for (var buffer : segment.buffers()) {
        var array = memory.of(buffer);
        switch (buffer.role()) {
          case INPUT, CONTROL -> graph.transferToDevice(DataTransferMode.EVERY_EXECUTION, array);
          case PARAMETER, GRADIENT, OPTIMIZER_STATE, OUTPUT, ACTIVATION -> {
            if (resident.add(array)) {
              graph.transferToDevice(DataTransferMode.FIRST_EXECUTION, array);
            }
          }
        }
      }
      for (int c = 0; c < segment.calls().size(); c++) {
        segment.calls().get(c).bind(memory).addTo(graph, "c" + c);
      }
      for (var buffer : segment.buffers()) {
        if (buffer.role() == Role.OUTPUT) {
          graph.transferToHost(DataTransferMode.EVERY_EXECUTION, memory.of(buffer));
        } else if (buffer.role().persists()) {
          graph.transferToHost(DataTransferMode.UNDER_DEMAND, memory.of(buffer));
        }
      }
      graph.persistOnDevice(resident.toArray());
      chain.add(graph.snapshot());
    }
    return chain.toArray(ImmutableTaskGraph[]::new);
  }

  @Override
  public float[] array(Buffer buffer) {
    var array = arrays.get(buffer);
    if (array == null) {
      throw new IllegalArgumentException("The program does not use " + buffer + ".");
    }
    return array;
  }

  @Override
  public void run(Plan plan) {
    for (int s = 0; s < segments.size(); s++) {
      var segment = segments.get(s);
      if (segment.plan() == plan) {
        try {
          var result = execution.withGraph(s).execute();
          for (var buffer : segment.buffers()) {
            if (buffer.role().persists()) {
              holders.put(buffer, result);
            }
          }
        } catch (Throwable e) {
          throw new ExecutionException(
              "Device %s failed in plan '%s': %s."
                  .formatted(device, plan.name(), Culprit.reason(e)),
              e);
        }
      }
    }
  }

  @Override
  public void fetch(Buffer buffer) {
    var holder = holders.get(buffer);
    if (holder != null) {
      holder.transferToHost(array(buffer));
    }
  }

  @Override
  public void changed() {
    execution.freeDeviceMemory();
    holders.clear();
  }

  @Override
  public void close() {
    try {
      execution.close();
    } catch (TornadoExecutionPlanException e) {
      throw new ExecutionException(
          "Device %s did not give its memory back: %s.".formatted(device, Culprit.reason(e)), e);
    }
  }
}
