package org.tornadonn.fuzz;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tornadonn.op.F;
import org.tornadonn.op.recurrent.CellWeights;
import org.tornadonn.op.recurrent.Recurrence;
import org.tornadonn.op.shape.SparseRows;
import org.tornadonn.plan.Graph;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/** A call of a function of {@link F} with arguments that are odd in any way. */
final class FunctionCall {

  /** Of a function that gives many values. */
  private static final int DERIVED = 3;

  private static final List<Integer> SMALL = List.of(1, 1, 2, 2, 3, 4, 6);

  private static final List<Integer> LARGE = List.of(1, 1 << 15, 1 << 16, 1 << 30);

  private static final List<Integer> WHOLE =
      List.of(
          0,
          0,
          1,
          1,
          1,
          2,
          2,
          3,
          4,
          5,
          6,
          7,
          8,
          -1,
          -2,
          -3,
          -7,
          -8,
          100,
          46341,
          1 << 16,
          1 << 30,
          Integer.MAX_VALUE - 1,
          Integer.MAX_VALUE,
          Integer.MIN_VALUE + 1,
          Integer.MIN_VALUE);

  private static final List<Float> NUMBERS =
      List.of(0f, -0f, 1f, 0.5f, -1f, 2f, 1e30f, -1e-30f, Float.NaN, 1f / 0, -1f / 0);

  private static final List<String> EQUATIONS =
      List.of(
          "",
          "->",
          "i",
          "ij",
          "ij->",
          "ij->ji",
          "ii->i",
          "ij,jk->ik",
          "ij,jk",
          "i,j->ij",
          "bij,bjk",
          "...ij->...ji",
          "ij->ik",
          "ij->ii",
          "ij,",
          ",",
          "ij->ij->ij",
          "i j",
          "ï->ï",
          "IJ->JI",
          "1->1");

  private final Method function;
  private final Choices choices;
  private final Graph graph = new Graph();
  private final List<int[]> shapes = new ArrayList<>();
  private final List<@Nullable Object> arguments = new ArrayList<>();
  private final boolean large;

  private FunctionCall(Method function, Choices choices) {
    this.function = function;
    this.choices = choices;
    this.large = choices.oneIn(10);
  }

  /** The call of a function with a number. */
  static FunctionCall of(Method function, long number) {
    return new FunctionCall(function, Choices.of(function.toGenericString(), number));
  }

  /**
   * Calls it, and derives what it gives.
   *
   * @return what is wrong with what came of it; empty if it gave values, or was refused in words
   */
  String outcome() {
    try {
      var types = function.getAnnotatedParameterTypes();
      for (int i = 0; i < types.length; i++) {
        arguments.add(argument(types[i], function.getGenericParameterTypes()[i]));
      }
    } catch (IllegalArgumentException _) {
      return ""; // No such shape, or no such matrix.
    }
    Object result;
    try {
      result = function.invoke(null, arguments.toArray());
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    } catch (InvocationTargetException e) {
      return e.getCause() instanceof IllegalArgumentException refusal
          ? refused(String.valueOf(refusal.getMessage()))
          : thrown("throws", e.getCause());
    }
    try {
      var values = values(result);
      if (values.isEmpty()) {
        return this + " gives nothing\n";
      }
      values.stream().limit(DERIVED).forEach(this::derive);
      return "";
    } catch (IllegalArgumentException e) {
      // Memory that a gradient would need has no other place to be refused.
      return String.valueOf(e.getMessage()).contains("more elements") ? "" : thrown("derives", e);
    } catch (RuntimeException e) {
      return thrown("derives", e);
    }
  }

  private void derive(Value y) {
    if (y.needsGradient()) {
      Lowering.gradients(graph, F.sum(y), y);
    } else {
      Lowering.inference(graph, y);
    }
  }

  private static List<Value> values(@Nullable Object result) {
    return switch (result) {
      case Value value -> List.of(value);
      case F.Sorted(var values, var indices) -> List.of(values, indices);
      case Recurrence recurrence -> List.of(recurrence.output());
      case Collection<?> all -> all.stream().flatMap(one -> values(one).stream()).toList();
      case null, default -> throw new AssertionError("a result of another kind: " + result);
    };
  }

  /** A refusal names the function and has more than one word to say. */
  private String refused(String message) {
    var words = message.replaceAll("[ _]", "").toLowerCase(Locale.ROOT);
    return words.contains(function.getName().toLowerCase(Locale.ROOT)) && message.length() > 20
        ? ""
        : "%s is refused without its name: %s%n".formatted(this, message);
  }

  private String thrown(String what, Throwable e) {
    return "%s %s %s%n%s%n"
        .formatted(
            this,
            what,
            e,
            Arrays.stream(e.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("org.tornadonn"))
                .filter(frame -> !frame.getClassName().startsWith("org.tornadonn.fuzz"))
                .limit(4)
                .map(frame -> "    " + frame)
                .collect(Collectors.joining("\n")));
  }

  private @Nullable Object argument(AnnotatedType annotated, Type type) {
    return annotated.isAnnotationPresent(Nullable.class) && choices.oneIn(2) ? null : any(type);
  }

  private Object any(Type type) {
    if (type instanceof ParameterizedType list) {
      return Stream.generate(() -> any(list.getActualTypeArguments()[0]))
          .limit(choices.below(4))
          .toList();
    }
    if (type == float.class) {
      return choices.of(NUMBERS);
    } else if (type == int.class) {
      return choices.of(WHOLE);
    } else if (type == boolean.class) {
      return choices.oneIn(2);
    } else if (type == int[].class) {
      return Stream.generate(() -> choices.of(WHOLE))
          .limit(choices.below(8))
          .mapToInt(Integer::intValue)
          .toArray();
    } else if (type == double[].class) {
      return Stream.generate(() -> choices.of(NUMBERS))
          .limit(choices.below(4))
          .mapToDouble(Float::doubleValue)
          .toArray();
    } else if (type == String.class) {
      return choices.of(EQUATIONS);
    } else if (type == Value.class) {
      return value();
    } else if (type == Value[].class) {
      return Stream.generate(this::value).limit(choices.below(4)).toArray(Value[]::new);
    } else if (type == Shape.class) {
      return Shape.of(sizes());
    } else if (type == SparseRows.class) {
      return SparseRows.select(choices.of(SMALL), choices.below(3), choices.below(3));
    } else if (type == CellWeights.class) {
      return new CellWeights(value(), value(), maybe(), maybe());
    } else if (type instanceof Class<?> kind && kind.isEnum()) {
      return choices.of(Arrays.asList(kind.getEnumConstants()));
    }
    throw new AssertionError(type + " of " + function);
  }

  private @Nullable Value maybe() {
    return choices.oneIn(2) ? null : value();
  }

  private Value value() {
    var sizes = sizes();
    shapes.add(sizes);
    var shape = Shape.of(sizes);
    var name = "x" + shapes.size();
    return switch (choices.below(4)) {
      case 0 -> graph.parameter(name, shape);
      case 1 -> graph.input(name, shape);
      case 2 -> shape.size() > 1000 ? graph.input(name, shape) : constant(name, shape);
      default -> graph.inputWithGradient(name, shape);
    };
  }

  private Value constant(String name, Shape shape) {
    var numbers = new float[shape.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = choices.of(NUMBERS);
    }
    return graph.constant(name, shape, numbers);
  }

  /** As those of an earlier value, nearly so, or quite others. */
  private int[] sizes() {
    if (!shapes.isEmpty() && !choices.oneIn(3)) {
      int[] sizes = choices.of(shapes).clone();
      return switch (choices.below(4)) {
        case 0 -> sizes;
        case 1 -> Arrays.copyOfRange(sizes, choices.below(sizes.length + 1), sizes.length);
        case 2 -> Arrays.copyOf(sizes, choices.below(sizes.length + 1));
        default -> {
          if (sizes.length > 0) {
            sizes[choices.below(sizes.length)] = choices.of(SMALL);
          }
          yield sizes;
        }
      };
    }
    var sizes = new int[choices.below(8)];
    for (int axis = 0; axis < sizes.length; axis++) {
      sizes[axis] = choices.of(large ? LARGE : SMALL);
    }
    return sizes;
  }

  private static String text(@Nullable Object argument) {
    return switch (argument) {
      case int[] whole -> Arrays.toString(whole);
      case double[] numbers -> Arrays.toString(numbers);
      case Object[] all -> Arrays.toString(all);
      case null, default -> Objects.toString(argument);
    };
  }

  @Override
  public String toString() {
    return arguments.stream()
        .map(FunctionCall::text)
        .collect(Collectors.joining("; ", function.getName() + "(", ")"));
  }
}
