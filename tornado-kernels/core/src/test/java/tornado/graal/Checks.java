package tornado.graal;

/** Under the name of TornadoVM's Graal: an assertion of it that throws what it asks for. */
public final class Checks {

  private Checks() {}

  public static Error failure() {
    return new NoSuchMethodError("jdk.internal.misc.Unsafe.getObject");
  }
}
