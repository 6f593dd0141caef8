package org.tornadonn.data;

import java.util.List;
import org.tornadonn.heap.Heap;

/** A set whose samples belong to classes: the target is the index of the class. */
public interface LabelledDataset extends Dataset {

  /**
   * The names of the classes, in the order of their indices.
   *
   * @return at least two
   */
  List<String> classes();

  /**
   * The index of a sample's class.
   *
   * @param index which sample, from 0
   * @return from 0 to the number of classes less 1
   */
  int label(int index);

  /** What people call a sample: its file, or the file and the line. */
  @Override
  String name(int index);

  /**
   * The shape of one input, as a model takes it: (channels, rows, columns), or (columns).
   *
   * @return without the batch
   */
  List<Integer> inputShape();

  @Override
  default int inputLength() {
    long length = 1;
    for (int size : inputShape()) {
      length *= size;
      if (length > Heap.LONGEST) {
        throw new DataException(
            "Inputs of %s have more numbers than an array holds: take smaller ones"
                .formatted(inputShape()));
      }
    }
    return (int) length;
  }

  @Override
  default int targetLength() {
    return 1;
  }
}
