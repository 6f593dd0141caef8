package org.tornadonn.cli.predict;

import org.tornadonn.data.DataException;

/** The files of a prediction that could not be used: each is named, and the others are done. */
final class FailedFiles {

  private int count;

  /** Names one on stderr. */
  void add(String why) {
    count++;
    System.err.printf("tornado-nn predict: %s%n", why);
  }

  /**
   * Ends the command where there were some.
   *
   * @param files how many there were, with those that went well
   * @throws DataException if there was one that could not be used
   */
  void refuse(int files) {
    if (count > 0) {
      throw new DataException(
          "%d of %d files could not be predicted, see above.".formatted(count, files));
    }
  }
}
