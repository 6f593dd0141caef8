package org.tornadonn.onnx;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.HostTensor;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;

/** Sequences and optional values between nodes: how long they are is known while recording. */
final class Lists {

  static final Map<String, Rule> RULES =
      Map.ofEntries(
          entry("SequenceEmpty", Rule.one(Lists::empty)),
          entry("SequenceConstruct", Rule.one(Lists::construct)),
          entry("SequenceInsert", Rule.one(Lists::insert)),
          entry("SequenceErase", Rule.one(Lists::erase)),
          entry("SequenceAt", Rule.one(n -> items(n).get(place(n, 1, items(n).size())))),
          entry("SequenceLength", Rule.one(n -> count(n, items(n).size()))),
          entry("SequenceMap", Lists::map),
          entry("SplitToSequence", Rule.one(Lists::split)),
          entry("ConcatFromSequence", Rule.one(Lists::concat)),
          entry("Optional", Rule.one(Lists::optional)),
          entry("OptionalHasElement", Rule.one(Lists::hasElement)),
          entry("OptionalGetElement", Rule.one(Lists::element)));

  private Lists() {}

  private static List<Operand> items(Invocation node) {
    if (node.in(0) instanceof Listed list) {
      return list.items();
    }
    throw new Refusal(Reason.DAMAGED, "takes a tensor where a sequence belongs");
  }

  private static Known count(Invocation node, long count) {
    return node.integers(ElementType.INT64, new int[0], _ -> count);
  }

  /** A place that is known, counted from 0. */
  private static int place(Invocation node, int input, int size) {
    return Indices.place(node.known(input).integer(0), size);
  }

  private static Operand empty(Invocation node) {
    node.ignore("dtype");
    return new Listed(List.of());
  }

  private static Operand construct(Invocation node) {
    var items = new ArrayList<Operand>();
    for (int i = 0; i < node.inputs(); i++) {
      items.add(node.in(i));
    }
    return new Listed(items);
  }

  private static Operand insert(Invocation node) {
    var items = new ArrayList<>(items(node));
    items.add(node.has(2) ? place(node, 2, items.size() + 1) : items.size(), node.in(1));
    return new Listed(items);
  }

  private static Operand erase(Invocation node) {
    var items = new ArrayList<>(items(node));
    items.remove(node.has(1) ? place(node, 1, items.size()) : items.size() - 1);
    return new Listed(items);
  }

  private static List<Operand> map(Invocation node) {
    var body = node.graph("body");
    List<List<Operand>> results = new ArrayList<>();
    for (int k = 0; k < node.outputs(); k++) {
      results.add(new ArrayList<>());
    }
    for (int i = 0; i < items(node).size(); i++) {
      var given = new LinkedHashMap<String, Operand>();
      for (int k = 0; k < node.inputs(); k++) {
        var of = node.in(k) instanceof Listed list ? list.items().get(i) : node.in(k);
        given.put(body.getInput(k).getName(), of);
      }
      node.spend(body.getNodeCount());
      var step = node.run(body, given);
      for (int k = 0; k < results.size(); k++) {
        results.get(k).add(step.get(k));
      }
    }
    return results.stream().<Operand>map(Listed::new).toList();
  }

  private static Operand split(Invocation node) {
    var x = node.in(0);
    int axis = node.axis(node.integer("axis", 0), x.rank());
    boolean kept = node.integer("keepdims", 1) != 0 || node.has(1);
    int whole = x.dims()[axis];
    long[] sizes;
    if (node.has(1) && node.in(1).rank() > 0) {
      sizes = node.integers(1);
    } else {
      long each = node.has(1) ? node.known(1).integer(0) : 1;
      if (each < 1) {
        throw new Refusal(Reason.DAMAGED, "splits into parts of %d".formatted(each));
      }
      sizes = new long[Math.ceilDiv(whole, Math.toIntExact(each))];
      Arrays.setAll(sizes, i -> Math.min(each, whole - i * each));
    }
    if (Arrays.stream(sizes).sum() != whole) {
      throw new Refusal(Reason.SHAPE, "splits %d into %s".formatted(whole, Arrays.toString(sizes)));
    }
    var items = new ArrayList<Operand>();
    int from = 0;
    for (long size : sizes) {
      var part = Pieces.cut(node, x, axis, from, Math.toIntExact(size), 1);
      items.add(kept ? part : Sizes.as(node, part, without(part.dims(), axis)));
      from += (int) size;
    }
    return new Listed(items);
  }

  private static int[] without(int[] dims, int axis) {
    int[] rest = new int[dims.length - 1];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = dims[i < axis ? i : i + 1];
    }
    return rest;
  }

  private static Operand concat(Invocation node) {
    var items = items(node);
    if (items.isEmpty()) {
      throw new Refusal(Reason.EMPTY, "joins no tensors");
    }
    boolean stacked = node.flag("new_axis");
    int rank = items.getFirst().rank() + (stacked ? 1 : 0);
    int axis = node.axis(node.integer("axis", 0), rank);
    var parts = new ArrayList<Operand>();
    for (var item : items) {
      int[] dims = item.dims();
      int[] wide = new int[dims.length + 1];
      for (int i = 0; i < wide.length; i++) {
        wide[i] = i < axis ? dims[i] : i == axis ? 1 : dims[i - 1];
      }
      parts.add(stacked ? Sizes.as(node, item, wide) : item);
    }
    return Pieces.joined(node, axis, parts);
  }

  private static Operand optional(Invocation node) {
    node.ignore("type");
    return new Listed(node.has(0) ? List.of(node.in(0)) : List.of());
  }

  private static Operand hasElement(Invocation node) {
    boolean there = node.has(0) && !(node.in(0) instanceof Listed list && list.items().isEmpty());
    return new Known(HostTensor.of(ElementType.BOOL, new int[0], there ? 1L : 0L));
  }

  private static Operand element(Invocation node) {
    if (!(node.in(0) instanceof Listed list)) {
      return node.in(0);
    }
    if (list.items().size() != 1) {
      throw new Refusal(Reason.CONTAINER, "takes what is in an optional that may hold nothing");
    }
    return list.items().getFirst();
  }
}
