package org.tornadonn.layer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.tornadonn.heap.Heap;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/**
 * The names and shapes of what goes into a model, or of what comes out of it.
 *
 * <p>Where numbers are asked for or given in one array, a sample holds those of all ports, one port
 * after the other.
 *
 * @param ports with different names; of targets, there may be none
 * @param batched whether values have an axis of samples before those of {@link Port#shape}; default
 *     true
 */
public record Signature(List<Port> ports, boolean batched) {

  /** What the input of a model is called that has one and no name for it. */
  public static final String INPUT = "input";

  /** What the output of a {@link Layer} is called. */
  public static final String OUTPUT = "output";

  /** Checks the names. */
  public Signature {
    ports = List.copyOf(ports);
    var names = new HashSet<String>();
    for (var port : ports) {
      if (!names.add(port.name())) {
        throw new IllegalArgumentException(
            "Two inputs or outputs are called '%s': give each a name of its own."
                .formatted(port.name()));
      }
    }
  }

  /**
   * {@return one port}
   *
   * @param name what it is called
   * @param shape of one sample
   */
  public static Signature of(String name, Shape shape) {
    return new Signature(List.of(new Port(name, shape)), true);
  }

  /**
   * {@return these ports and another}
   *
   * @param name what it is called
   * @param shape of one sample
   */
  public Signature and(String name, Shape shape) {
    var more = new ArrayList<>(ports);
    more.add(new Port(name, shape));
    return new Signature(more, batched);
  }

  /**
   * {@return these ports without an axis of samples: values have the shapes that are said here, and
   * a model with such inputs runs on one of each}
   */
  public Signature whole() {
    return new Signature(ports, false);
  }

  /** {@return no ports: the targets of a loss that takes none} */
  public static Signature none() {
    return new Signature(List.of(), true);
  }

  /** What values really are called and shaped for a batch. */
  static Signature of(Values values, boolean batched) {
    var ports = new ArrayList<Port>();
    values
        .byName()
        .forEach(
            (name, value) ->
                ports.add(new Port(name, batched ? value.shape().sample() : value.shape())));
    return new Signature(ports, batched);
  }

  /**
   * The shape of a value for n samples.
   *
   * @throws ShapeException if there is no axis of samples, and n is not 1
   */
  Shape batch(Port port, int n) {
    if (batched) {
      return port.shape().batch(n);
    }
    if (n != 1) {
      throw new ShapeException(
          "The inputs %s have no axis of samples, so that the model takes 1 of each at a time, not %d."
              .formatted(ports, n));
    }
    return port.shape();
  }

  /**
   * {@return the shape of a sample: that of the only port, or {@code (size)} of several, whose
   * numbers lie one after the other}
   */
  public Shape sample() {
    return ports.size() == 1 ? ports.getFirst().shape() : Shape.of(size());
  }

  /** {@return the numbers of one sample, of all ports together} */
  public int size() {
    long size = ports.stream().mapToLong(port -> port.shape().size()).sum();
    if (size > Heap.LONGEST) {
      throw new ShapeException(
          "The ports %s have more numbers than one array can hold.".formatted(ports));
    }
    return (int) size;
  }

  /** {@return the names in their order} */
  public List<String> names() {
    return ports.stream().map(Port::name).toList();
  }

  /**
   * {@return the port of a name}
   *
   * @param name one of {@link #names}
   * @throws IllegalArgumentException if there is none; the message lists those that are there
   */
  public Port get(String name) {
    return ports.stream()
        .filter(port -> port.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no '%s', only %s.".formatted(name, names())));
  }

  /**
   * {@return the only port}
   *
   * @throws ShapeException if there are several, or none
   */
  public Port only() {
    if (ports.size() != 1) {
      throw new ShapeException(
          "One tensor stands for one input or output, but there are %s: give and take tensors by name."
              .formatted(ports));
    }
    return ports.getFirst();
  }

  /**
   * {@return how many samples tensors are of}
   *
   * @param tensors one for each port
   * @throws ShapeException if one is missing, one too many, or their shapes do not fit; the message
   *     names it
   */
  public int count(Map<String, Tensor> tensors) {
    requireNames(tensors.keySet());
    if (ports.isEmpty()) {
      return 0;
    }
    var first = tensor(tensors, ports.getFirst()).shape();
    int n = batched && first.rank() > 0 ? first.dim(0) : 1;
    for (var port : ports) {
      var shape = tensor(tensors, port).shape();
      if (!shape.equals(batch(port, n))) {
        throw new ShapeException(
            "'%s' takes %s%s, but gets %s."
                    .formatted(
                        port.name(), port.shape(), batched ? " for each of n samples" : "", shape)
                + (batched && !port.equals(ports.getFirst())
                    ? " '%s' has n = %d.".formatted(ports.getFirst().name(), n)
                    : ""));
      }
    }
    return n;
  }

  private static Tensor tensor(Map<String, Tensor> tensors, Port port) {
    return Objects.requireNonNull(tensors.get(port.name()));
  }

  private void requireNames(Set<String> given) {
    if (!given.equals(Set.copyOf(names()))) {
      throw new ShapeException(
          "Tensors are wanted for %s, but are given for %s."
              .formatted(
                  ports.stream().map(Port::toString).collect(Collectors.joining(", ")),
                  given.stream().sorted().toList()));
    }
  }

  /**
   * {@return the numbers of tensors sample by sample, those of a sample in the order of the ports}
   *
   * @param tensors one for each port, batch first
   * @throws ShapeException as {@link #count}
   */
  public float[] flat(Map<String, Tensor> tensors) {
    int n = count(tensors);
    if (ports.size() == 1) {
      return tensor(tensors, ports.getFirst()).values();
    }
    int size = size();
    float[] flat = Heap.floats((long) n * size, () -> "Samples of " + ports);
    int at = 0;
    for (var port : ports) {
      int length = port.shape().size();
      var values = tensor(tensors, port).values();
      for (int i = 0; i < n; i++) {
        System.arraycopy(values, i * length, flat, i * size + at, length);
      }
      at += length;
    }
    return flat;
  }

  /**
   * {@return tensors by name, batch first; the opposite of {@link #flat}}
   *
   * @param flat samples, one after the other
   * @param n how many, at least 1
   */
  public Map<String, Tensor> named(float[] flat, int n) {
    var named = new LinkedHashMap<String, Tensor>();
    int size = size();
    int at = 0;
    for (var port : ports) {
      int length = port.shape().size();
      float[] values =
          ports.size() == 1 && flat.length == n * length ? flat : new float[n * length];
      for (int i = 0; i < n && values != flat; i++) {
        System.arraycopy(flat, i * size + at, values, i * length, length);
      }
      named.put(port.name(), new Tensor(batch(port, n), values));
      at += length;
    }
    return named;
  }

  @Override
  public String toString() {
    return ports.stream().map(Port::toString).collect(Collectors.joining(", "));
  }
}
