package org.tornadonn.store.onnx;

import java.nio.file.Path;
import org.tornadonn.store.ModelFileException;

/** The file that is being read, for errors. */
record Source(Path file) {

  /** What to do about a file that breaks its own format's rules. */
  static final String DAMAGED = "Copy or export it again, and check it with onnx.checker in Python";

  /** A model that is fine but has something that is not read. */
  ModelFileException unsupported(String problem) {
    return new ModelFileException(
        file, problem, "Export the model without that, or define its layers in Java");
  }

  /** A file that breaks its own format's rules. */
  ModelFileException damaged(String problem) {
    return new ModelFileException(file, problem, DAMAGED);
  }
}
