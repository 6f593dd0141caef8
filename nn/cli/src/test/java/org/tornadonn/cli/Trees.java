package org.tornadonn.cli;

import java.util.List;
import java.util.Locale;
import org.tornadonn.data.ClusterDataset;

/** Rows in three classes, one of whose columns is far from 0 and wide. */
public final class Trees {

  public static final List<String> NAMES = List.of("ash", "birch", "cedar");

  private Trees() {}

  public static String rows(int from, int to) {
    var data = new ClusterDataset(to, 3, 3, 4);
    var text = new StringBuilder("height,girth,age,kind\n");
    float[] x = new float[3];
    float[] y = new float[1];
    for (int i = from; i < to; i++) {
      data.read(i, 0, x, 0, y, 0);
      text.append(
          String.format(
              Locale.ROOT,
              "%f,%f,%f,%s%n",
              1000 * x[0] + 5000,
              x[1] / 100,
              x[2],
              NAMES.get((int) y[0])));
    }
    return text.toString();
  }
}
