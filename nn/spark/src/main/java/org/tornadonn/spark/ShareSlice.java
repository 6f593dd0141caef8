package org.tornadonn.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.tornadonn.train.Share;

/**
 * A slice of the arrays of a share: elements are added up by themselves, so that slices can be
 * added up in different places.
 *
 * @param slice which one, from 0
 * @param number the micro-batch's, or 0 for that of a whole step
 */
record ShareSlice(int slice, int number, Share share) implements Serializable {

  /** Cuts a share into slices of about the same length. */
  static List<ShareSlice> cut(Share share, int number, int slices) {
    var all = new ArrayList<ShareSlice>();
    for (int i = 0; i < slices; i++) {
      var gradients = part(share.gradients(), i, slices);
      var states = part(share.states(), i, slices);
      all.add(
          new ShareSlice(
              i,
              number,
              new Share(
                  share.count(), share.counted(), share.mass(), share.loss(), gradients, states)));
    }
    return all;
  }

  private static float[] part(float[] array, int slice, int slices) {
    int from = (int) ((long) array.length * slice / slices);
    int to = (int) ((long) array.length * (slice + 1) / slices);
    return Arrays.copyOfRange(array, from, to);
  }

  /** The mean of one slice of all micro-batches, in their order. */
  static ShareSlice mean(Iterable<ShareSlice> ofAll) {
    var list = new ArrayList<ShareSlice>();
    ofAll.forEach(list::add);
    list.sort(Comparator.comparingInt(ShareSlice::number));
    var shares = list.stream().map(ShareSlice::share).toList();
    return new ShareSlice(list.getFirst().slice, 0, Share.mean(shares));
  }

  /** Puts the slices of one share together. */
  static Share join(List<ShareSlice> slices) {
    var shares =
        slices.stream()
            .sorted(Comparator.comparingInt(ShareSlice::slice))
            .map(ShareSlice::share)
            .toList();
    var first = shares.getFirst();
    return new Share(
        first.count(),
        first.counted(),
        first.mass(),
        first.loss(),
        joined(shares.stream().map(Share::gradients).toList()),
        joined(shares.stream().map(Share::states).toList()));
  }

  private static float[] joined(List<float[]> parts) {
    var all = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (var part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
