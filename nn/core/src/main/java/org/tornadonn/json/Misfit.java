package org.tornadonn.json;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Collection;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why a value that is JSON is not what it is read as. Jackson says it to programmers, in Java's
 * names of types.
 */
final class Misfit {

  private static final Pattern PROPERTY = Pattern.compile("creator property '([^']*)'");
  private static final Pattern ACCEPTED = Pattern.compile("accepted for Enum class: (\\[.*])");

  private static final Pattern REASON = Pattern.compile("as a subtype of `[^`]*`: (.*)");

  private Misfit() {}

  /** What does not fit, in words; what Jackson says if that is about JSON itself. */
  static String words(JacksonException e) {
    return switch (e) {
      case UnrecognizedPropertyException x -> unknown(x);
      case InvalidTypeIdException x -> type(x);
      case ValueInstantiationException x when x.getCause() != null ->
          String.valueOf(x.getCause().getMessage());
      case MismatchedInputException x -> mismatch(x);
      default -> String.valueOf(e.getOriginalMessage());
    };
  }

  private static String unknown(UnrecognizedPropertyException e) {
    var known = e.getKnownPropertyIds();
    return "'%s' is not known here%s"
        .formatted(
            e.getPropertyName(),
            known == null || known.isEmpty()
                ? ""
                : ", only " + known.stream().map(String::valueOf).collect(joining(", ")));
  }

  private static String type(InvalidTypeIdException e) {
    if (e.getTypeId() == null) {
      return "it has no 'type'";
    }
    var reason = REASON.matcher(String.valueOf(e.getOriginalMessage()));
    return reason.find() ? reason.group(1) : "there is no type '%s'".formatted(e.getTypeId());
  }

  private static String mismatch(MismatchedInputException e) {
    var said = String.valueOf(e.getOriginalMessage());
    if (said.startsWith("Trailing token")) {
      return "it goes on after its end";
    }
    var property = PROPERTY.matcher(said);
    if (property.find()) {
      return "it has no '%s', or nothing there".formatted(property.group(1));
    }
    var accepted = ACCEPTED.matcher(said);
    return accepted.find()
        ? "it should be one of " + accepted.group(1)
        : "it should be " + kind(e.getTargetType());
  }

  private static String kind(@Nullable Class<?> type) {
    if (type == null) {
      return "something else";
    }
    if (type.isArray() || Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    return switch (type.getSimpleName()) {
      case "String" -> "a text";
      case "boolean", "Boolean" -> "true or false";
      case "int", "Integer", "long", "Long" -> "a whole number";
      case "float", "Float", "double", "Double" -> "a number";
      default -> "an object";
    };
  }
}
