package org.tornadonn.cli.classify;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tornadonn.cli.usage.Check;
import org.tornadonn.data.CsvDialect;
import org.tornadonn.data.CsvHints;
import org.tornadonn.store.Classification.Table;
import org.tornadonn.store.Classification.Written;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say how a CSV file is written. */
public final class TableOptions {

  @Option(
      names = "--separator",
      paramLabel = "SIGN",
      description =
          "CSV: what stands between cells, for example ';'; 'tab' is a tab. Default: the model's,"
              + " or what separates the first lines.")
  @Nullable String separator;

  @Option(
      names = "--decimal",
      paramLabel = "SIGN",
      description = "CSV: the decimal sign, . or a comma. Default: the model's, or what is there.")
  @Nullable Character decimal;

  @Option(
      names = "--no-header",
      description =
          "CSV: the first line is a row; columns are called 0, 1, 2, …, as pandas calls them."
              + " Default: the first line names the columns, or the model's.")
  boolean noHeader;

  @Option(
      names = "--header",
      description = "CSV: the first line names the columns, even if the names are numbers.")
  boolean header;

  /**
   * Wrong usage if one is given: nothing here has use for it.
   *
   * @param reason ends the sentence that begins with the option
   */
  public void refuse(CommandSpec command, String reason) {
    var given =
        separator != null
            ? "--separator "
            : decimal != null
                ? "--decimal "
                : noHeader ? "--no-header " : header ? "--header " : null;
    if (given != null) {
      throw new ParameterException(command.commandLine(), given + reason);
    }
  }

  /**
   * What is known of a file.
   *
   * @param table of the model; null before there is one
   * @throws ParameterException if an option makes no sense
   */
  public CsvHints hints(CommandSpec command, @Nullable Table table) {
    if (noHeader && header) {
      throw new ParameterException(
          command.commandLine(), "--header and --no-header are mutually exclusive");
    }
    var sign = separator == null ? null : sign(command, separator);
    return Check.usage(
        command,
        () ->
            new CsvHints(
                sign,
                decimal,
                header ? Boolean.TRUE : noHeader ? Boolean.FALSE : null,
                usual(table)));
  }

  private static @Nullable CsvDialect usual(@Nullable Table table) {
    if (table == null) {
      return null;
    }
    var written = table.written();
    return written == null
        ? CsvDialect.PLAIN
        : new CsvDialect(written.separator(), written.decimal(), written.header());
  }

  /** What a model keeps of a file that it was trained on; null of a plain one. */
  public static @Nullable Written written(CsvDialect dialect) {
    return dialect.equals(CsvDialect.PLAIN)
        ? null
        : new Written(dialect.separator(), dialect.decimal(), dialect.header());
  }

  private static char sign(CommandSpec command, String text) {
    var sign =
        switch (text.toLowerCase(Locale.ROOT)) {
          case "tab", "\\t" -> "\t";
          case "space" -> " ";
          case "comma" -> ",";
          case "semicolon" -> ";";
          default -> text;
        };
    if (sign.length() != 1) {
      throw new ParameterException(
          command.commandLine(), "--separator is one sign, or 'tab', not '%s'".formatted(text));
    }
    return sign.charAt(0);
  }

  /** Says what was found out about a file. */
  public static void tell(Path file, String found) {
    if (!found.isEmpty()) {
      System.err.printf("Reading %s %s%n", file, found);
    }
  }
}
