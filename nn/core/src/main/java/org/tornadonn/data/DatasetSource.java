package org.tornadonn.data;

import java.io.Serializable;

/**
 * A data set as it travels to other machines: what it takes to open it there. Files are not part of
 * it: they are read under the same path everywhere.
 */
@FunctionalInterface
public interface DatasetSource extends Serializable {

  /**
   * Opens the set.
   *
   * @return a set of the same samples in the same order
   * @throws DataException if its files are not there, or cannot be read
   */
  Dataset open();
}
