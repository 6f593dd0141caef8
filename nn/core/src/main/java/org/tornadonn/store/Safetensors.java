package org.tornadonn.store;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.StateException;
import org.tornadonn.layer.Tensor;

/**
 * Tensors by name and a few words about them: what a safetensors file holds.
 *
 * @param tensors in the order of the file
 * @param metadata free text by key
 * @param unread why tensors of the file are not among {@code tensors}, by name: those without
 *     elements, and those of types that do not become float32
 * @see <a href="https://github.com/huggingface/safetensors#format">The format</a>
 */
public record Safetensors(
    Map<String, Tensor> tensors, Map<String, String> metadata, Map<String, String> unread) {

  /** The key under which the metadata stand among the tensors. */
  static final String METADATA = "__metadata__";

  public Safetensors {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    unread = Collections.unmodifiableMap(new LinkedHashMap<>(unread));
    if (tensors.containsKey(METADATA)) {
      throw new IllegalArgumentException(
          "A tensor must not be called '%s': safetensors keeps that name for the metadata."
              .formatted(METADATA));
    }
  }

  /** All of whose tensors are there. */
  public Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {
    this(tensors, metadata, Map.of());
  }

  /**
   * Reads a file, and trusts nothing that it says about itself. Tensors of other types become
   * float32 as PyTorch's {@code load_state_dict} makes it: F64, F16, BF16, those of eight bits,
   * integers and BOOL. Others, of complex numbers for example, are not read, and say so in {@link
   * #unread}.
   *
   * @throws ModelFileException if it cannot be read, is something else, or is damaged
   */
  public static Safetensors read(Path file) {
    return SafetensorsReader.read(file, false).content();
  }

  /**
   * Reads a file of inputs as {@link #read} reads one of weights, but takes no whole number that
   * becomes another: indices and labels are to be what they are.
   *
   * @throws ModelFileException also if a whole number is beyond ±2²⁴, up to which float32 has all
   */
  public static Safetensors readNumbers(Path file) {
    return SafetensorsReader.read(file, true).content();
  }

  /**
   * The tensors by a model's names: without the prefixes {@code module.} and {@code _orig_mod.}
   * that PyTorch's DataParallel and {@code torch.compile} give to all of them, if the model has no
   * such names itself. For {@link Model#load}.
   *
   * @throws StateException if the model needs a tensor that was not read
   */
  public Map<String, Tensor> of(Model model) {
    var known = StateNames.of(model).names();
    var plain = names(model);
    unread.forEach(
        (name, reason) -> {
          if (known.contains(plain.get(name))) {
            throw new StateException(
                "The model needs tensor '%s', which %s.".formatted(name, reason));
          }
        });
    var named = new LinkedHashMap<String, Tensor>();
    tensors.forEach((name, tensor) -> named.put(plain.getOrDefault(name, name), tensor));
    return Collections.unmodifiableMap(named);
  }

  /** What each name of the file is without prefixes. */
  Map<String, String> names(Model model) {
    var all = new LinkedHashSet<>(tensors.keySet());
    all.addAll(unread.keySet());
    return StateNames.of(model).unwrapped(all);
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
