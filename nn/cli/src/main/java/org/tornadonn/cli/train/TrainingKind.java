package org.tornadonn.cli.train;

import org.tornadonn.cli.run.Lesson;

/**
 * A command that trains: {@code train} itself, or a subcommand of it. Its options are read from the
 * command line, and once more from the configuration of a run that goes on.
 */
interface TrainingKind {

  /** The options that every kind of training has. */
  TrainingOptions options();

  /**
   * Opens the pictures and builds the model.
   *
   * @throws org.tornadonn.data.DataException if the pictures cannot be read
   * @throws picocli.CommandLine.ParameterException if an option of the command does not make sense
   */
  Lesson lesson();
}
