package org.tornadonn.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tornadonn.heap.HeapException;
import org.tornadonn.store.ModelFileException;
import org.tornadonn.store.onnx.OnnxFile;

/** Graphs of operators; those that are read predict. */
record OnnxTarget() implements Target {

  private static final List<byte[]> FILES = Fixtures.ending("store/onnx", ".onnx");

  /** Those that are read as they are. */
  private static final List<byte[]> SEEDS = FILES.stream().filter(OnnxTarget::isRead).toList();

  private static boolean isRead(byte[] content) {
    try {
      var file = Files.createTempFile("seed", ".onnx");
      try {
        OnnxFile.read(Files.write(file, content));
        return true;
      } catch (ModelFileException _) {
        return false;
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String name() {
    return "onnx";
  }

  @Override
  public String ending() {
    return ".onnx";
  }

  @Override
  public int inputs() {
    return 6000;
  }

  @Override
  public List<byte[]> seeds() {
    return SEEDS;
  }

  @Override
  public byte[] input(Choices choices) {
    byte[] seed = choices.oneIn(4) ? choices.of(FILES) : choices.of(SEEDS);
    return choices.oneIn(5)
        ? Mutation.several(seed, FILES, choices)
        : Wire.several(seed, choices.of(FILES), choices);
  }

  @Override
  public void read(Path file) {
    Predictions.of(OnnxFile.read(file).model());
  }

  @Override
  public List<Class<? extends Exception>> refusals() {
    return List.of(ModelFileException.class, HeapException.class);
  }
}
