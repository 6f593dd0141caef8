package org.tornadonn.cluster;

import java.util.ServiceLoader;

/** Connects to clusters of one kind. */
public interface ClusterEngine {

  /** What users call it: {@code spark}. */
  String name();

  /**
   * Connects to a cluster.
   *
   * @param master its address, as the engine spells it
   * @throws ClusterException if there is none
   */
  Cluster connect(String master);

  /**
   * The engine of that name.
   *
   * @throws ClusterException if it is not on the class path, or cannot be loaded
   */
  static ClusterEngine of(String name) {
    try {
      for (var engine : ServiceLoader.load(ClusterEngine.class)) {
        if (engine.name().equals(name)) {
          return engine;
        }
      }
    } catch (java.util.ServiceConfigurationError | LinkageError e) {
      throw new ClusterException(
          "The module tornado-nn-%s cannot be loaded: %s. Start Java with %s's own jars on the class path: docs/%s.md says how."
              .formatted(name, e, name, name),
          e);
    }
    throw new ClusterException(
        "The module tornado-nn-%s is missing: scripts/tornado-nn with --%s builds and takes it; else put its jars on the class path, as docs/%s.md says."
            .formatted(name, name, name));
  }
}
