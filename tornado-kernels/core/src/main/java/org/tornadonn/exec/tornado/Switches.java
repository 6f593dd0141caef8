package org.tornadonn.exec.tornado;

/**
 * TornadoVM's JVM-wide switches, and the numerics policy on devices. They count only if they are
 * set before TornadoVM's first class loads; what the user set on the command line stays.
 */
final class Switches {

  private static final String MEMORY = "tornado.device.memory";

  /** TornadoVM's units, each 1024 of the one before it. */
  private static final String UNITS = "KMGTPE";

  private Switches() {}

  static void set() {
    // A kernel that does not compile is an error, never a silent run on the JVM.
    preset("tornado.recover.bailout", "False");
    // A graph that does not fit its bytecode buffer would silently run sequentially.
    preset("tornado.tvm.maxbytecodesize", "65536");
    // OpenCL's default, fast-relaxed-math, lets compilers assume that NaN does not occur.
    preset("tornado.opencl.compiler.flags", "-cl-mad-enable -w");
    // TornadoVM refuses to allocate more, whatever the device has, and its own default is 4 GB.
    preset(MEMORY, "1TB");
  }

  /** What TornadoVM allocates at most on a device, in bytes. */
  static long deviceMemory() {
    return bytes(System.getProperty(MEMORY, ""));
  }

  /** The words for {@link #deviceMemory()}. */
  static String deviceMemoryFlag() {
    return "-D%s=%s".formatted(MEMORY, System.getProperty(MEMORY, ""));
  }

  /** A size as TornadoVM writes it: {@code 64MB}, {@code 1024}; no limit if it is none. */
  static long bytes(String size) {
    var number = size.endsWith("B") ? size.substring(0, size.length() - 1) : size;
    int power = 0;
    if (number.length() < size.length() && !number.isEmpty()) {
      power = UNITS.indexOf(number.charAt(number.length() - 1)) + 1;
      number = power > 0 ? number.substring(0, number.length() - 1) : number;
    }
    try {
      return Math.multiplyExact(Long.parseLong(number), 1L << (10 * power));
    } catch (ArithmeticException | NumberFormatException e) {
      return Long.MAX_VALUE; // TornadoVM itself says what it cannot read.
    }
  }

  private static void preset(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }
}
