package org.tornadonn.cli.predict;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import javax.imageio.ImageIO;
import org.tornadonn.data.DataException;
import org.tornadonn.data.PictureReader;
import org.tornadonn.data.Rotation;
import org.tornadonn.file.FileFault;

/** The folder that receives pictures turned upright, each as PNG under its own name. */
public record UprightFolder(Path path) {

  /**
   * Makes the folder.
   *
   * @throws DataException if it cannot be written, or a file would replace one that is there or
   *     another picture of the same name
   */
  public static UprightFolder create(Path path, boolean overwrite, List<Path> images) {
    var folder = new UprightFolder(path);
    var names = new HashSet<Path>();
    for (var image : images) {
      var target = folder.target(image);
      if (!names.add(target)) {
        throw new DataException(
            "Two pictures would become %s: predict them into different folders.".formatted(target));
      }
      if (!overwrite && Files.exists(target)) {
        throw new DataException(
            "%s is there already: choose another folder, or replace it with --overwrite."
                .formatted(target));
      }
    }
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw new DataException(
          "Folder %s cannot be written: choose another with --upright.".formatted(path), e);
    }
    return folder;
  }

  private Path target(Path image) {
    var name = image.getFileName() == null ? "picture" : image.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return path.resolve((dot > 0 ? name.substring(0, dot) : name) + ".png");
  }

  /** Turns a picture upright by its prediction. */
  public void write(Orientation answer) {
    var image = Path.of(answer.image());
    var turned = Rotation.upright(PictureReader.readColour(image), answer.angle());
    try {
      if (!ImageIO.write(turned, "png", target(image).toFile())) {
        throw new IOException("no PNG writer");
      }
    } catch (IOException e) {
      throw new DataException(
          "%s cannot be written: %s.".formatted(target(image), FileFault.reason(e)), e);
    }
  }
}
