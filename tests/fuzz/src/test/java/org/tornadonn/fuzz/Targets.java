package org.tornadonn.fuzz;

import java.util.ArrayList;
import java.util.List;

/** All readers. */
final class Targets {

  private Targets() {}

  static List<Target> all() {
    var all = new ArrayList<Target>();
    all.add(new SafetensorsTarget());
    all.add(new ModelTarget());
    all.add(new CheckpointTarget());
    all.add(new OnnxTarget());
    all.add(new AnswerSheetTarget());
    all.add(new CsvTarget());
    all.add(new ConfigTarget());
    all.add(new MetricsTarget());
    all.add(new ArgumentsTarget());
    for (boolean packed : new boolean[] {false, true}) {
      all.add(new IdxTarget(packed, false));
      all.add(new IdxTarget(packed, true));
    }
    for (var format :
        List.of(
            new PngFormat(),
            new JpegFormat(),
            new GifFormat(),
            new BmpFormat(),
            new TiffFormat(),
            new WebpFormat())) {
      all.add(new PictureTarget(format));
    }
    return all;
  }
}
