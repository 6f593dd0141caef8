package org.tornadonn.cli;

import java.util.List;
import org.tornadonn.data.DataException;
import org.tornadonn.data.ImageFolderDataset;
import org.tornadonn.data.LabelledDataset;

/** Pictures in folders, none of which may be broken: the error says how to do without those. */
record UnbrokenPictures(ImageFolderDataset pictures) implements LabelledDataset {

  @Override
  public int size() {
    return pictures.size();
  }

  @Override
  public List<String> classes() {
    return pictures.classes();
  }

  @Override
  public int label(int index) {
    return pictures.label(index);
  }

  @Override
  public String name(int index) {
    return pictures.name(index);
  }

  @Override
  public List<Integer> inputShape() {
    return pictures.inputShape();
  }

  @Override
  public void read(int index, int epoch, float[] x, int xAt, float[] y, int yAt) {
    try {
      pictures.read(index, epoch, x, xAt, y, yAt);
    } catch (DataException e) {
      throw new DataException(
          e.getMessage() + ". To leave out pictures that cannot be read, add --broken skip.", e);
    }
  }
}
