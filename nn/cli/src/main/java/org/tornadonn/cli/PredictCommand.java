package org.tornadonn.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tornadonn.data.DataException;
import org.tornadonn.data.PictureReader;
import org.tornadonn.train.MeasuredStep;
import org.tornadonn.train.Predictor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Predicts how far pictures are turned. */
@Command(
    name = "predict",
    description =
        "Predicts how far pictures are turned, in degrees counter-clockwise, and turns them upright.",
    mixinStandardHelpOptions = true)
final class PredictCommand implements Runnable {

  @Mixin ModelOption model = new ModelOption();

  @Parameters(paramLabel = "IMAGE", arity = "1..*", description = "Pictures (PNG, JPEG, …).")
  List<Path> images = new ArrayList<>();

  @Option(
      names = "--upright",
      paramLabel = "OUTDIR",
      description = "Write each picture, turned upright, into this folder as PNG.")
  @Nullable Path upright;

  @Option(names = "--overwrite", description = "Replace pictures that are there.")
  boolean overwrite;

  @Option(names = "--json", description = "Print one JSON object per picture.")
  boolean json;

  @Mixin VerifyOption verify = new VerifyOption();

  @Mixin FallbackOption fallback = new FallbackOption();

  @Mixin DeviceOption device = new DeviceOption();

  @Override
  public void run() {
    var loaded = model.loadOrientation();
    var folder = upright == null ? null : UprightFolder.create(upright, overwrite, images);
    int failures = 0;
    boolean unverified = verify.verify;
    var candidates = fallback.candidates(device).fastest(() -> MeasuredStep.prediction(loaded, 1));
    try (var predictor = candidates.open(d -> new Predictor(loaded, d))) {
      for (var image : images) {
        try {
          if (unverified) {
            var input = PictureReader.readGray(image).toModelInput(loaded.input().dim(1));
            VerifyOption.show(predictor.verify(input.pixels(), 1), predictor.device());
            unverified = false;
          }
          var answer = Orientation.of(predictor, image, loaded.input().dim(1));
          if (folder != null) {
            folder.write(answer);
          }
          System.out.println(
              json
                  ? Json.line(answer)
                  : String.format(Locale.ROOT, "%7.1f°  %s", answer.degrees(), answer.image()));
        } catch (DataException e) {
          failures++;
          System.err.println("tornado-nn predict: " + e.getMessage());
        }
      }
    }
    if (failures > 0) {
      throw new DataException(
          "%d of %d pictures could not be predicted, see above."
              .formatted(failures, images.size()));
    }
  }
}
