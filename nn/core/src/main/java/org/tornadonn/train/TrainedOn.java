package org.tornadonn.train;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tornadonn.data.Dataset;
import org.tornadonn.data.Fingerprint;

/**
 * The data of a training, by their fingerprints: what a checkpoint knows of them.
 *
 * @param training of the samples that are trained on
 * @param validation of those that are kept back; {@link Fingerprint#UNKNOWN} without them
 */
public record TrainedOn(Fingerprint training, Fingerprint validation) {

  /** Data that nobody has looked at: no others differ from them. */
  public static final TrainedOn UNKNOWN = new TrainedOn(Fingerprint.UNKNOWN, Fingerprint.UNKNOWN);

  /**
   * Looks at data.
   *
   * @param training the samples that are trained on
   * @param validation those that are kept back; null for none
   * @return what they are like now
   */
  public static TrainedOn of(Dataset training, @Nullable Dataset validation) {
    return new TrainedOn(
        training.fingerprint(),
        validation == null ? Fingerprint.UNKNOWN : validation.fingerprint());
  }

  /**
   * What has changed, in words: {@code labels}, {@code cells of the training set}.
   *
   * @param now the data as they are now
   * @return none if no difference is known
   */
  public List<String> differences(TrainedOn now) {
    var trained = training.differences(now.training);
    var validated = validation.differences(now.validation);
    var all = new ArrayList<String>();
    boolean isValidated = !validation.parts().isEmpty();
    for (var part : trained) {
      boolean both = !isValidated || validated.contains(part);
      all.add(both ? part : part + " of the training set");
    }
    for (var part : validated) {
      if (!trained.contains(part)) {
        all.add(part + " of the validation set");
      }
    }
    return all;
  }
}
