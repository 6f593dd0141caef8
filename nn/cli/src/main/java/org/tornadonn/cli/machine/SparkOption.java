package org.tornadonn.cli.machine;

import org.jspecify.annotations.Nullable;
import org.tornadonn.cluster.Cluster;
import org.tornadonn.cluster.ClusterEngine;
import picocli.CommandLine.Option;

/** The option of commands that can run on a cluster. */
public final class SparkOption {

  @Option(
      names = "--spark",
      paramLabel = "MASTER",
      description =
          "Run on an Apache Spark cluster: spark://HOST:PORT, yarn, k8s://…, or local[N] for this"
              + " machine; --device is that of each executor. See docs/spark.md.")
  @Nullable String master;

  public boolean isGiven() {
    return master != null;
  }

  /**
   * Looks for the module before anything is read or written.
   *
   * @throws org.tornadonn.cluster.ClusterException if it is missing
   */
  public void requireEngine() {
    var _ = ClusterEngine.of("spark");
  }

  /**
   * Connects.
   *
   * @throws org.tornadonn.cluster.ClusterException if the module is missing, or the cluster
   */
  public Cluster connect() {
    if (master == null) {
      throw new IllegalStateException("No cluster was asked for.");
    }
    var cluster = ClusterEngine.of("spark").connect(master);
    System.err.printf("Connected to Spark at %s%n", master);
    return cluster;
  }
}
