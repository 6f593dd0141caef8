package org.tornadonn.store.onnx;

import org.tornadonn.store.ModelFileException;

/** A graph that may well be valid, and is not read so. */
final class Unsupported extends ModelFileException {

  private static final long serialVersionUID = 1L;

  Unsupported(Source source, String problem, String remedy) {
    super(source.file(), "is not supported by tornado-nn: it " + problem, remedy);
  }
}
