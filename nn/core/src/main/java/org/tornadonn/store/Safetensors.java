package org.tornadonn.store;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tornadonn.layer.Tensor;

/**
 * Tensors by name and a few words about them: what a safetensors file holds.
 *
 * @param tensors in the order of the file
 * @param metadata free text by key
 * @see <a href="https://github.com/huggingface/safetensors#format">The format</a>
 */
public record Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {

  /** The key under which the metadata stand among the tensors. */
  static final String METADATA = "__metadata__";

  public Safetensors {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    if (tensors.containsKey(METADATA)) {
      throw new IllegalArgumentException(
          "A tensor must not be called '%s': safetensors keeps that name for the metadata."
              .formatted(METADATA));
    }
  }

  /**
   * Reads a file, and trusts nothing that it says about itself. Tensors of 16 bits (F16, BF16)
   * become float32.
   *
   * @throws ModelFileException if it cannot be read, is something else, or is damaged
   */
  public static Safetensors read(Path file) {
    return SafetensorsReader.read(file);
  }

  /**
   * Writes a file, in one step: until all of it is on the disk, what was there before stays. Makes
   * the folder if there is none.
   *
   * @throws ModelFileException if it cannot be written
   */
  public void write(Path file) {
    SafetensorsWriter.write(this, file);
  }
}
