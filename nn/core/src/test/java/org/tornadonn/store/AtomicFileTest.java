package org.tornadonn.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  private static final Safetensors CONTENT = new Safetensors(Map.of(), Map.of("new", "content"));

  @TempDir Path temp;

  private static List<Path> files(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static void half(FileChannel channel) throws IOException {
    channel.write(ByteBuffer.wrap(new byte[100]));
  }

  @Test
  void afterAFailureTheOldFileIsThereAndNothingElse() throws IOException {
    var file = Files.writeString(temp.resolve("m"), "old");
    assertThrows(
        IOException.class,
        () ->
            AtomicFile.write(
                file,
                channel -> {
                  half(channel);
                  assertEquals("old", Files.readString(file));
                  throw new IOException("No space left on device");
                }));
    assertThrows(
        OutOfMemoryError.class,
        () ->
            AtomicFile.write(
                file,
                channel -> {
                  half(channel);
                  throw new OutOfMemoryError();
                }));
    assertEquals("old", Files.readString(file));
    assertEquals(List.of(file), files(temp));
  }

  @Test
  void replacesTheOldFileAndLeavesNothingElse() throws IOException {
    var file = Files.writeString(temp.resolve("m"), "old");
    CONTENT.write(file);
    assertEquals(CONTENT, Safetensors.read(file));
    assertEquals(List.of(file), files(temp));
  }

  @Test
  void namesOfFullLength() {
    var file = temp.resolve("m".repeat(255));
    CONTENT.write(file);
    assertEquals(CONTENT, Safetensors.read(file));
  }

  @Test
  void linksStayLinks() throws IOException {
    var file = Files.writeString(temp.resolve("m"), "old");
    var link = temp.resolve("link");
    try {
      Files.createSymbolicLink(link, file);
    } catch (IOException | UnsupportedOperationException e) {
      assumeTrue(false, "No links here: " + e);
    }
    CONTENT.write(link);
    assertTrue(Files.isSymbolicLink(link));
    assertEquals(CONTENT, Safetensors.read(file));
  }

  @Test
  void othersMayReadIt() throws IOException {
    assumeTrue(Files.getFileStore(temp).supportsFileAttributeView("posix"));
    CONTENT.write(temp.resolve("m"));
    var usual = Files.writeString(temp.resolve("usual"), "");
    assertEquals(
        Files.getPosixFilePermissions(usual), Files.getPosixFilePermissions(temp.resolve("m")));
  }

  @Test
  void whereNothingCanBeWritten() throws IOException {
    Refusal.says("cannot be written: it is a folder", temp, () -> CONTENT.write(temp));
    var file = Files.writeString(temp.resolve("file"), "old");
    for (var below : List.of(file.resolve("m"), file.resolve("folder/m"))) {
      Refusal.says("cannot be written", below, () -> CONTENT.write(below));
    }
    var endless = temp.resolve("m".repeat(256));
    Refusal.says("cannot be written", endless, () -> CONTENT.write(endless));
    assertEquals("old", Files.readString(file));
    assertEquals(List.of(file), files(temp));
    var kernel = Path.of("/proc/m");
    assumeTrue(Files.isDirectory(Path.of("/proc")));
    Refusal.says("cannot be written", kernel, () -> CONTENT.write(kernel));
  }

  @Test
  void whereNothingMayBeWritten() throws IOException {
    var file = Files.writeString(temp.resolve("m"), "old");
    assumeTrue(file.toFile().setReadOnly() && !Files.isWritable(file), "root may do anything");
    Refusal.says("permission denied", file, () -> CONTENT.write(file));
    assertEquals("old", Files.readString(file));
  }
}
