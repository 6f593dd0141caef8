package org.tornadonn.cli.usage;

import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks of option values: a bad one is wrong usage. */
public final class Check {

  private Check() {}

  public static void positive(CommandSpec spec, String option, long value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), "%s must be at least 1, not %d".formatted(option, value));
    }
  }

  /** What a constructor makes of option values; what it refuses is wrong usage. */
  public static <T> T usage(CommandSpec spec, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
