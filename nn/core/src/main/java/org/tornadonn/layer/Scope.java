package org.tornadonn.layer;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tornadonn.plan.Graph;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/** Where a layer stands in its model while it is being recorded: gives names to what it makes. */
public final class Scope {

  private final Recording recording;
  private final String path;

  /** What all scopes of one model share. */
  private record Recording(
      Graph graph, IdentityHashMap<Layer, String> paths, Map<String, Initializer> initializers) {}

  private Scope(Recording recording, String path) {
    this.recording = recording;
    this.path = path;
  }

  /** The scope of a whole model. */
  static Scope root(Graph graph) {
    return new Scope(new Recording(graph, new IdentityHashMap<>(), new LinkedHashMap<>()), "");
  }

  /** The layer's name in its model, as in PyTorch's {@code state_dict}: {@code conv.0}. */
  public String path() {
    return path;
  }

  /** Applies an operation. */
  public Value apply(Operation operation, Value... operands) {
    return recording.graph.apply(path, operation, operands);
  }

  /** Applies another layer under a name of its own; the same layer twice shares its parameters. */
  public Value call(String name, Layer layer, Value x) {
    var child = path.isEmpty() ? name : path + "." + name;
    var known = recording.paths.putIfAbsent(layer, child);
    return layer.forward(new Scope(recording, known == null ? child : known), x);
  }

  /** A parameter of this layer: {@code weight} of layer {@code conv.0} is {@code conv.0.weight}. */
  public Value parameter(String name, Shape shape, Initializer initializer) {
    var full = path.isEmpty() ? name : path + "." + name;
    recording.initializers.putIfAbsent(full, initializer);
    return recording.graph.parameter(full, shape);
  }

  /** How the parameters begin, by name. */
  Map<String, Initializer> initializers() {
    return recording.initializers;
  }
}
