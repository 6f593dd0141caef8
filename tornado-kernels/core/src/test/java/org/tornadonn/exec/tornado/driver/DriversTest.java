package org.tornadonn.exec.tornado.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tornado.graal.Checks;

/** What differs between versions of TornadoVM, with classes of the same shapes. */
class DriversTest {

  /** What a driver may take. */
  public static class Options {}

  public static class Jvmci {}

  public static class Config {}

  public static class FastConfig extends Config {}

  /** As TornadoCoreRuntime is up to 5.2. */
  public static class Core5 {
    public static Options getOptions() {
      return new Options();
    }

    public static Jvmci getVMRuntime() {
      return new Jvmci();
    }

    public static Config getVMConfig() {
      return new Config();
    }

    public static Object getAnything() {
      return "no argument, though it would do for any";
    }
  }

  /** As it is from 6.0 on; its configuration is of a narrower type. */
  public static class Core6 {
    public static Options getOptions() {
      return new Options();
    }

    public static FastConfig getVMConfig() {
      return new FastConfig();
    }
  }

  @ParameterizedTest
  @MethodSource
  void aDriverGetsTheArgumentsThatItTakes(Class<?> type, Class<?> core, Class<?> given)
      throws Exception {
    assertEquals(given, Drivers.argument(type, core).getClass());
  }

  static Stream<Arguments> aDriverGetsTheArgumentsThatItTakes() {
    return Stream.of(
        Arguments.of(Options.class, Core5.class, Options.class),
        Arguments.of(Jvmci.class, Core5.class, Jvmci.class),
        Arguments.of(Config.class, Core5.class, Config.class),
        Arguments.of(Options.class, Core6.class, Options.class),
        Arguments.of(Config.class, Core6.class, FastConfig.class));
  }

  @Test
  void whatTheRuntimeDoesNotGiveIsNamed() {
    var e =
        assertThrows(NoSuchMethodException.class, () -> Drivers.argument(Jvmci.class, Core6.class));
    assertTrue(Reason.of(e).contains("drivers that take a Jvmci"), Reason.of(e));
  }

  @ParameterizedTest
  @MethodSource
  void aFailureIsSaidAsWhatItIs(Throwable failure, String said) {
    assertTrue(Reason.of(failure).contains(said), Reason.of(failure));
  }

  static Stream<Arguments> aFailureIsSaidAsWhatItIs() {
    return Stream.of(
        Arguments.of(new NoClassDefFoundError("a/B"), "NoClassDefFoundError: a/B"),
        Arguments.of(
            new RuntimeException(new NoSuchMethodException("x.y()")),
            "NoSuchMethodException: x.y()"),
        Arguments.of(
            new ExceptionInInitializerError(new AssertionError()),
            "without -ea, or add -da:jdk.graal.compiler..."),
        Arguments.of(new AssertionError("one value twice"), "(one value twice)"),
        Arguments.of(
            new IllegalStateException(
                "Unable to resolve kernel entry via SerializedLambda: java.lang.NoSuchMethodException: K$$Lambda/0x1.writeReplace()"),
            "compile the kernel against tornado-api-classes"),
        Arguments.of(new IllegalStateException("no device."), "no device"));
  }

  /** Where its assertions are on, they may throw a linkage error, and no AssertionError. */
  @ParameterizedTest
  @CsvSource({"true, 'add -da:jdk.graal.compiler...'", "false, 'NoSuchMethodError: jdk.internal'"})
  void anAssertionIsToldByWhereItFails(boolean asserting, String said) {
    var failure = Checks.failure();
    ClassLoader.getSystemClassLoader().setClassAssertionStatus(Checks.class.getName(), asserting);
    assertTrue(Reason.of(failure).contains(said), Reason.of(failure));
  }

  /** They are copied to a command line. */
  @Test
  void theOptionsAreWhole() {
    var said = DriverFailure.plain(Reason.of(new AssertionError()));
    assertTrue(said.endsWith(" -da:uk.ac.manchester.tornado..."), said);
    assertEquals("no device", DriverFailure.plain("[ERROR] no device."));
  }

  @Test
  void theLinkersWordsStandAlone() {
    assertEquals("no libx.so here", Reason.of(new UnsatisfiedLinkError("no libx.so here")));
  }

  /** This JVM has no TornadoVM, or one that starts: none that is damaged. */
  @Test
  void withoutAnSdkThatIsTheReason() {
    Drivers.missing().ifPresent(missing -> assertEquals(Missing.Cause.NO_SDK, missing.cause()));
  }

  /** The other JVM here has no TornadoVM: nothing loads, and no driver crashed. */
  @Test
  void theProbeSaysWhatIsThrown() {
    assumeTrue(Drivers.missing().isPresent(), "there is an SDK");
    var failures = DriverProbe.failures(List.of("opencl", "cuda"));
    assertEquals(Set.of("opencl", "cuda"), failures.keySet());
    assertTrue(
        failures.getOrDefault("cuda", "").startsWith("TornadoVM does not start: "),
        failures.toString());
    assertTrue(
        failures.getOrDefault("cuda", "").contains("ClassNotFoundException"), failures.toString());
  }
}
