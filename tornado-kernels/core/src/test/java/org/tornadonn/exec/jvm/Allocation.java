package org.tornadonn.exec.jvm;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * What steps allocate once the JVM has compiled them. When that is, the JVM's compilers say, not a
 * clock: a busy machine takes as long as it takes.
 */
record Allocation(List<Step> steps) {

  private static final int RUNS = 20;

  /** The processor time of runs after which code that is still interpreted would be compiled. */
  private static final long SETTLED = TimeUnit.SECONDS.toNanos(3);

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

  static Allocation of(List<Step> steps) {
    return new Allocation(steps);
  }

  /**
   * Runs the steps until they allocate no more than is allowed, or until nothing was compiled
   * through {@link #SETTLED} of them.
   *
   * @return the fewest bytes a run
   */
  long whenCompiled(long allowed) throws JMException, InterruptedException {
    long some = Long.MAX_VALUE;
    long since = THREADS.getCurrentThreadCpuTime();
    long compiled = -1;
    while (some > allowed && THREADS.getCurrentThreadCpuTime() - since < SETTLED) {
      some = Math.min(some, once());
      while (isCompiling()) {
        Thread.sleep(1);
      }
      long now = ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
      if (now != compiled) {
        compiled = now;
        since = THREADS.getCurrentThreadCpuTime();
      }
    }
    return some;
  }

  private long once() {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < RUNS; i++) {
      steps.forEach(step -> step.loop().run(0, step.loop().size()));
    }
    return (THREADS.getCurrentThreadAllocatedBytes() - before) / RUNS;
  }

  /** Whether kernels are being compiled or wait for it. */
  private static boolean isCompiling() throws JMException {
    var commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
    var queue = SERVER.invoke(commands, "compilerQueue", new Object[0], new String[0]);
    return String.valueOf(queue).contains("org.tornadonn.");
  }
}
