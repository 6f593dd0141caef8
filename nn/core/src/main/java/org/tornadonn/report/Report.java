package org.tornadonn.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tornadonn.page.Page;
import org.tornadonn.store.AtomicFile;

/**
 * A training run, for people to read.
 *
 * @param name what the run is called: its folder
 * @param ending how it ended, in a sentence: {@code Finished 10 epochs.}
 * @param configuration what it was told to do, in the order in which it is shown
 * @param samples the samples that it was trained on
 * @param validationSamples those that were kept back; 0 for none
 * @param hardware where it ran
 * @param placement what runs each part of a step
 * @param network what was trained
 * @param measures what {@link Epoch#measured} tells beside the loss
 * @param epochs all epochs, also those before a run was resumed
 * @param outcome predictions of the trained model; null if there are none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Report(
    String name,
    String ending,
    Map<String, String> configuration,
    int samples,
    int validationSamples,
    Hardware hardware,
    List<PlacedCall> placement,
    Network network,
    List<Measure> measures,
    List<Epoch> epochs,
    @Nullable Outcome outcome) {

  public Report {
    placement = List.copyOf(placement);
    measures = List.copyOf(measures);
    epochs = List.copyOf(epochs);
  }

  /** The report as one self-contained page, for screen, phone and paper. */
  public Page page() {
    return Page.of("Training report", Report.class, "report", this);
  }

  /**
   * Writes the page; what was there before stays until it is complete.
   *
   * @throws IOException if the file cannot be written
   */
  public void write(Path file) throws IOException {
    var html = ByteBuffer.wrap(page().html().getBytes(StandardCharsets.UTF_8));
    AtomicFile.write(
        file,
        channel -> {
          while (html.hasRemaining()) {
            channel.write(html);
          }
        });
  }
}
