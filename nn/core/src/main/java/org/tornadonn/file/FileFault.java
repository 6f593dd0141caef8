package org.tornadonn.file;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** Why a file could not be read or written, in words instead of the names of Java's exceptions. */
public final class FileFault {

  private FileFault() {}

  /**
   * What the operating system did not like.
   *
   * @param e what reading or writing has thrown: an IOException, or an unchecked one around it
   * @return the end of a sentence: {@code permission denied}
   */
  public static String reason(Exception e) {
    return switch (e) {
      case UncheckedIOException x -> reason(Objects.requireNonNull(x.getCause()));
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "there is no such file or folder";
      case FileAlreadyExistsException x -> x.getFile() + " is in the way";
      case FileSystemException x when x.getReason() != null -> x.getReason();
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }
}
