package org.tornadonn.exec.tornado.driver;

/**
 * A backend that is not there.
 *
 * @param backend its name, or {@code tornadovm} where TornadoVM itself is missing
 * @param cause what kind of thing is wrong
 * @param reason what is wrong, in words
 */
public record Missing(String backend, Cause cause, String reason) {

  /** What kind of thing is wrong, from the outside in. */
  public enum Cause {
    /** Java was started without TornadoVM. */
    NO_SDK,
    /** There is a TornadoVM, but it is damaged, incomplete or for another JDK. */
    BROKEN_SDK,
    /** TornadoVM was built without this backend. */
    NOT_IN_SDK,
    /** A file announces a driver of the backend that is not there. */
    ICD,
    /** The backend is there, but its driver fails, or finds no device. */
    DRIVER
  }
}
