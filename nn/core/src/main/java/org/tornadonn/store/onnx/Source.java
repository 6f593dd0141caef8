package org.tornadonn.store.onnx;

import java.nio.file.Path;
import org.tornadonn.store.ModelFileException;

/** The file that is being read, for errors. */
record Source(Path file) {

  /** What to do about a file that breaks its own format's rules. */
  static final String DAMAGED = "Copy or export it again, and check it with onnx.checker in Python";

  /**
   * A model that may well be valid, but has something that this library does not read.
   *
   * @param problem goes on after "it": {@code has a Conv 'c' with group 2}
   */
  ModelFileException unsupported(String problem) {
    return unsupported(problem, "Export the model without that, or define its layers in Java");
  }

  /** The same, where there is something better to do. */
  ModelFileException unsupported(String problem, String remedy) {
    return new Unsupported(this, problem, remedy);
  }

  /**
   * A file that breaks its own format's rules.
   *
   * @param problem goes on after "it": {@code has two operators that make 'y'}
   */
  ModelFileException damaged(String problem) {
    return new ModelFileException(file, "is damaged, or no valid ONNX: it " + problem, DAMAGED);
  }
}
