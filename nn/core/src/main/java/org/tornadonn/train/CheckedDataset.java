package org.tornadonn.train;

import java.util.OptionalInt;
import org.tornadonn.data.DataException;
import org.tornadonn.data.Dataset;
import org.tornadonn.data.DatasetSource;
import org.tornadonn.data.Fingerprint;
import org.tornadonn.data.LabelledDataset;
import org.tornadonn.data.StandardizedDataset;
import org.tornadonn.data.Subset;
import org.tornadonn.layer.Model;

/**
 * A set whose targets are held against a loss as they are read, where samples have their names.
 *
 * @param data where the samples come from
 * @param loss has to take each target
 * @param model has to take inputs and targets of such lengths
 */
public record CheckedDataset(Dataset data, Loss loss, Model model) implements Dataset {

  /**
   * Checks the lengths, and the targets that are known before they are read: labels of classes.
   *
   * @throws DataException if the loss or the model does not take them; the message names the sample
   */
  public CheckedDataset {
    requireLength("an input", data.inputLength(), "the model", model.input().size());
    int length = loss.targets(model.outputs()).size();
    requireLength("a target", data.targetLength(), "the loss", length);
    if (length == 1) {
      requireLabels(data, loss, model);
    }
  }

  private static void requireLength(String what, int has, String who, int takes) {
    if (has != takes) {
      throw new DataException(
          "The data have %d %s to %s, but %s takes %d: use the data, the model and the loss that belong together."
              .formatted(has, has == 1 ? "number" : "numbers", what, who, takes));
    }
  }

  private static void requireLabels(Dataset data, Loss loss, Model model) {
    var target = new float[1];
    for (int i = 0; i < data.size(); i++) {
      var label = label(data, i);
      if (label.isEmpty()) {
        return;
      }
      target[0] = label.getAsInt();
      require(data, i, loss, model, target, 0);
    }
  }

  /** A label that is known without reading the sample. */
  private static OptionalInt label(Dataset data, int index) {
    return switch (data) {
      case LabelledDataset labelled -> OptionalInt.of(labelled.label(index));
      case Subset part -> label(part.data(), part.indices()[index]);
      case StandardizedDataset same -> label(same.data(), index);
      default -> OptionalInt.empty();
    };
  }

  private static void require(Dataset data, int i, Loss loss, Model model, float[] y, int yAt) {
    var fault = loss.fault(y, yAt, model.outputs());
    if (fault.isPresent()) {
      throw new DataException("%s: %s".formatted(data.name(i), fault.get()));
    }
  }

  @Override
  public int size() {
    return data.size();
  }

  @Override
  public String name(int index) {
    return data.name(index);
  }

  @Override
  public int inputLength() {
    return data.inputLength();
  }

  @Override
  public int targetLength() {
    return data.targetLength();
  }

  /**
   * Writes one sample.
   *
   * @throws DataException also if the loss does not take the target; the message names the sample
   */
  @Override
  public void read(int index, int epoch, float[] x, int xAt, float[] y, int yAt) {
    data.read(index, epoch, x, xAt, y, yAt);
    require(data, index, loss, model, y, yAt);
  }

  @Override
  public Fingerprint fingerprint() {
    return data.fingerprint();
  }

  /** That of the data: a machine that opens it there has a loss and a model of its own. */
  @Override
  public DatasetSource source() {
    return data.source();
  }
}
