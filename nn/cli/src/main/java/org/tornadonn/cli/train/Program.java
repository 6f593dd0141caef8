package org.tornadonn.cli.train;

import picocli.CommandLine;

/** The program whose command line {@code train} belongs to. */
public interface Program {

  /**
   * A command line that has not parsed anything yet: what was given is parsed once more, beside the
   * settings of a file.
   */
  CommandLine unparsed();
}
