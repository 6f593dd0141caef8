package org.tornadonn.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.tornadonn.cluster.Cluster;
import org.tornadonn.cluster.ClusterEngine;
import org.tornadonn.cluster.ClusterException;

/** Connects to Spark clusters. */
public final class SparkEngine implements ClusterEngine {

  private static final String VECTOR_API = "--add-modules=jdk.incubator.vector";
  private static final String OPTIONS = "spark.executor.extraJavaOptions";
  private static final String LOG = "log4j2.configurationFile";

  /** For {@link java.util.ServiceLoader}. */
  public SparkEngine() {}

  @Override
  public String name() {
    return "spark";
  }

  /**
   * Opens a session, with the settings that spark-submit gives, or Java's system properties that
   * begin with {@code spark.}; executors get the Vector API, and this library's jars if nobody else
   * sends any.
   */
  @Override
  public Cluster connect(String master) {
    if (System.getProperty(LOG) == null) {
      System.setProperty(LOG, "classpath:org/tornadonn/spark/log4j2.properties");
    }
    var conf = new SparkConf();
    conf.setMaster(master);
    conf.setIfMissing("spark.app.name", "tornado-nn");
    conf.setIfMissing("spark.ui.enabled", "false");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    // Weights and gradients are noise to a compressor.
    conf.setIfMissing("spark.broadcast.compress", "false");
    conf.setIfMissing("spark.shuffle.compress", "false");
    conf.setIfMissing("spark.driver.maxResultSize", "0");
    var options = conf.get(OPTIONS, "");
    if (!options.contains("jdk.incubator.vector")) {
      conf.set(OPTIONS, (options + " " + VECTOR_API).strip());
    }
    if (!conf.contains("spark.jars") && !master.startsWith("local")) {
      conf.setJars(OwnJars.paths());
    }
    try {
      return new SparkCluster(SparkSession.builder().config(conf).getOrCreate());
    } catch (Exception e) { // Scala throws checked ones undeclared
      throw new ClusterException(
          "Spark at %s cannot be reached: %s. Check the address, and that the master runs the same version of Spark."
              .formatted(master, SparkFailure.line(e)),
          e);
    } catch (LinkageError e) {
      throw new ClusterException(
          "Spark cannot start in this Java: %s. Are its jars of one version, and does TornadoVM's argument file name Spark's log4j-api? See docs/spark.md."
              .formatted(e.getCause() == null ? e : e.getCause()),
          e);
    }
  }
}
