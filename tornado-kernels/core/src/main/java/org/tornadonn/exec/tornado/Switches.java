package org.tornadonn.exec.tornado;

/**
 * TornadoVM's JVM-wide switches, and the numerics policy on devices. They count only if they are
 * set before TornadoVM's first class loads; what the user set on the command line stays.
 */
final class Switches {

  private Switches() {}

  static void set() {
    // A kernel that does not compile is an error, never a silent run on the JVM.
    preset("tornado.recover.bailout", "False");
    // A graph that does not fit its bytecode buffer would silently run sequentially.
    preset("tornado.tvm.maxbytecodesize", "65536");
    // OpenCL's default, fast-relaxed-math, lets compilers assume that NaN does not occur.
    preset("tornado.opencl.compiler.flags", "-cl-mad-enable -w");
    // TornadoVM refuses to allocate more, whatever the device has, and its own default is 4 GB.
    preset("tornado.device.memory", "1TB");
  }

  private static void preset(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }
}
