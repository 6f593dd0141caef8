package org.tornadonn.cli;

/**
 * The module of the Vector API. Added on Java's command line, Java prints a warning about it each
 * time; added later, as Java itself adds modules to a running JVM, it does not. The launcher opens
 * the way.
 */
final class VectorModule {

  private VectorModule() {}

  /** Adds it, unless it is there. Where that fails, kernels run without, and say so. */
  static void add() {
    try {
      Class.forName("jdk.internal.module.Modules")
          .getMethod("loadModule", String.class)
          .invoke(null, "jdk.incubator.vector");
    } catch (ReflectiveOperationException | RuntimeException e) {
      // Vectors.here() tells what is missing, where that is of interest.
    }
  }
}
