package org.tornadonn.cli.show;

/** The version of this program: it is shown, and kept with what a run writes. */
public final class Version {

  /** As Maven knows it. */
  public static final String NUMBER = "0.1.0-SNAPSHOT";

  private Version() {}
}
