package org.tornadonn.device;

/** A device that is not there: the message lists those that are. */
public final class DeviceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public DeviceException(String message) {
    super(message);
  }
}
