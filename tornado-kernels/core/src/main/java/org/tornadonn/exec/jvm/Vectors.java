package org.tornadonn.exec.jvm;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;

/** How kernels get at the vector instructions of this CPU. */
public enum Vectors {
  /** Through {@code jdk.incubator.vector}. */
  VECTOR_API("Vector API", ""),
  /** Through the JIT compiler, which finds them in plain loops: about a fifth as fast. */
  COMPILER(
      "no Vector API (slow)",
      "Java runs without the Vector API, so jvm is about a fifth as fast as it could be: start it"
          + " with --add-modules jdk.incubator.vector."),
  /**
   * Not at all: the CPU multiplies and adds in two steps, and the JVM would do {@link Math#fma},
   * which all fast kernels are made of, in software.
   */
  NONE(
      "no fused multiply-add (slow)",
      "This CPU has no fused multiply-add (or Java runs with -XX:-UseFMA), so the portable loops"
          + " run, which are slow.");

  /** Twenty in software take twenty times as long, in hardware a fiftieth. */
  private static final long NANOS_IN_HARDWARE = 20_000;

  private static final Vectors HERE = find();

  /** Made when it is first asked for, so the line is logged once. */
  private static final class Advice {
    static final boolean GIVEN = give();

    private static boolean give() {
      if (HERE.advice.isEmpty()) {
        return false;
      }
      System.getLogger(Vectors.class.getName()).log(Level.WARNING, HERE.advice);
      return true;
    }
  }

  private final String description;
  private final String advice;

  Vectors(String description, String advice) {
    this.description = description;
    this.advice = advice;
  }

  /** What this JVM can do. */
  public static Vectors here() {
    return HERE;
  }

  /** A few words. */
  public String description() {
    return description;
  }

  /** A sentence for the user; empty if this is as fast as can be. */
  public String advice() {
    return advice;
  }

  /** Logs the advice, the first time that it is called; returns whether there was any. */
  static boolean advise() {
    return Advice.GIVEN;
  }

  private static Vectors find() {
    if (!fusedMultiplyAdd()) {
      return NONE;
    }
    try {
      // Not the boot layer's modules: it may have been added later.
      Class.forName("jdk.incubator.vector.Vector", false, Vectors.class.getClassLoader());
      return VECTOR_API;
    } catch (ClassNotFoundException e) {
      return COMPILER;
    }
  }

  /** Asks the JVM only if it seems to be missing: that takes longer than to try. */
  private static boolean fusedMultiplyAdd() {
    for (int i = 0; i < 5; i++) {
      if (nanos() < NANOS_IN_HARDWARE) {
        return true;
      }
    }
    var jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return jvm != null && Boolean.parseBoolean(jvm.getVMOption("UseFMA").getValue());
  }

  private static long nanos() {
    long start = System.nanoTime();
    float sum = 0;
    for (int i = 0; i < 20; i++) {
      sum = Math.fma(sum, 0.5f, i);
    }
    long nanos = System.nanoTime() - start;
    return Float.isNaN(sum) ? Long.MAX_VALUE : nanos;
  }
}
