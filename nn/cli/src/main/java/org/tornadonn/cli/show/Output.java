package org.tornadonn.cli.show;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tornadonn.file.FileFault;

/**
 * Where a command prints to: stdout or stderr. Text is made {@link Printable}, what is formatted
 * into a text even so that it stays in its line; numbers are written as in every country; and what
 * could not be written is known at the end. Bytes pass as they are.
 */
public final class Output extends PrintStream {

  /** Tells why writing failed, which a {@link PrintStream} keeps to itself. */
  private static final class Sink extends OutputStream {

    private final OutputStream to;
    private @Nullable IOException failure;

    Sink(OutputStream to) {
      this.to = to;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        to.write(bytes, from, length);
      } catch (IOException e) {
        throw failed(e);
      }
    }

    @Override
    public void flush() throws IOException {
      try {
        to.flush();
      } catch (IOException e) {
        throw failed(e);
      }
    }

    private IOException failed(IOException e) {
      failure = failure == null ? e : failure;
      return e;
    }
  }

  private final Sink sink;

  /** Where the system says what stdout is; null if this is not stdout. */
  private final @Nullable Path descriptor;

  /** Prints into a stream. */
  public Output(OutputStream to, Charset charset) {
    this(new Sink(to), charset, null);
  }

  private Output(Sink sink, Charset charset, @Nullable Path descriptor) {
    super(sink, true, charset);
    this.sink = sink;
    this.descriptor = descriptor;
  }

  /** This process's stdout. */
  public static Output stdout() {
    var bytes = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
    return new Output(new Sink(bytes), System.out.charset(), Path.of("/proc/self/fd/1"));
  }

  /** This process's stderr. */
  public static Output stderr() {
    var bytes = new BufferedOutputStream(new FileOutputStream(FileDescriptor.err));
    return new Output(new Sink(bytes), System.err.charset(), null);
  }

  /** Why something could not be written, in words; null if all was. */
  public @Nullable String failure() {
    return checkError() && sink.failure != null ? FileFault.reason(sink.failure) : null;
  }

  /** Whether writing failed because nobody reads any more, as {@code head} does not. */
  public boolean isClosedPipe() {
    return checkError()
        && sink.failure != null
        // Systems say it in the user's language, but nothing else can happen to a pipe.
        && (FileFault.reason(sink.failure).toLowerCase(Locale.ROOT).contains("broken pipe")
            || isPipe(descriptor));
  }

  private static boolean isPipe(@Nullable Path descriptor) {
    try {
      return descriptor != null
          && Files.readSymbolicLink(descriptor).toString().startsWith("pipe:");
    } catch (IOException e) {
      return false; // There are no such files, except on Linux.
    }
  }

  @Override
  public void print(@Nullable String text) {
    super.print(Printable.text(String.valueOf(text)));
  }

  @Override
  public void print(@Nullable Object value) {
    print(text(value));
  }

  @Override
  public void print(char[] text) {
    print(new String(text));
  }

  @Override
  public void print(char character) {
    print(String.valueOf(character));
  }

  @Override
  public void println(@Nullable String text) {
    super.print(Printable.text(String.valueOf(text)) + System.lineSeparator());
  }

  @Override
  public void println(@Nullable Object value) {
    println(text(value));
  }

  private static String text(@Nullable Object value) {
    return value instanceof Path file ? Printable.line(file.toString()) : String.valueOf(value);
  }

  /** Prints a text whose colours are this program's own. */
  public static void print(Painted text) {
    System.out.writeBytes(text.toString().getBytes(System.out.charset()));
  }

  @Override
  @SuppressWarnings("AnnotateFormatMethod") // compilers know this method of PrintStream
  public PrintStream format(String format, @Nullable Object... values) {
    return format(Locale.ROOT, format, values);
  }

  @Override
  @SuppressWarnings("AnnotateFormatMethod")
  public PrintStream format(@Nullable Locale locale, String format, @Nullable Object... values) {
    print(String.format(locale, format, Arrays.stream(values).map(Output::inLine).toArray()));
    return this;
  }

  /** A name may hold line ends, which would begin a line that nobody has printed. */
  private static @Nullable Object inLine(@Nullable Object value) {
    return value == null || value instanceof Number || value instanceof Character
        ? value
        : Printable.line(value.toString());
  }
}
