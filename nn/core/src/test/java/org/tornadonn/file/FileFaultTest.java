package org.tornadonn.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FileFaultTest {

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(new AccessDeniedException("a"), "permission denied"),
        Arguments.of(new UncheckedIOException(new AccessDeniedException("a")), "permission denied"),
        Arguments.of(new NoSuchFileException("a"), "there is no such file or folder"),
        Arguments.of(new FileAlreadyExistsException("a"), "a is in the way"),
        Arguments.of(
            new FileSystemException("a", null, "No space left on device"),
            "No space left on device"),
        Arguments.of(new IOException("Is a directory"), "Is a directory"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void isSaidInWords(Exception e, String words) {
    assertEquals(words, FileFault.reason(e));
  }
}
