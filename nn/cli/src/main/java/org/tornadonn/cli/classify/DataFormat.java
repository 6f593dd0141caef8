package org.tornadonn.cli.classify;

import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.tornadonn.data.DataException;
import org.tornadonn.data.IdxFiles;
import org.tornadonn.data.ImageFolderDataset;

/** How samples with classes are stored. */
public enum DataFormat {
  /** Pictures in one folder for each class. */
  FOLDER,
  /** MNIST's files: images and labels. */
  IDX,
  /** A table with a header. */
  CSV;

  /**
   * What lies at a path: a file is CSV, or the images of MNIST's; a folder with files of MNIST's
   * names is IDX, one with folders in it has a folder for each class.
   *
   * @throws DataException if there is nothing, or nothing of the kind
   */
  static DataFormat of(Path path) {
    if (Files.isRegularFile(path)) {
      if (isCsv(path)) {
        return CSV;
      }
      if (isIdx(path)) {
        return IDX;
      }
      throw new DataException(
          "%s does not end in .csv or .tsv: if it is a table all the same, add --format csv"
              .formatted(path));
    }
    if (!Files.isDirectory(path)) {
      throw new DataException("There is no file or folder %s".formatted(path));
    }
    if (IdxFiles.find(path, IdxFiles.Part.TRAINING).isPresent()
        || IdxFiles.find(path, IdxFiles.Part.TEST).isPresent()) {
      return IDX;
    }
    if (!ImageFolderDataset.classesOf(path).isEmpty()) {
      return FOLDER;
    }
    throw new DataException(
        "%s holds neither folders of pictures, one for each class, nor train-images-idx3-ubyte: a CSV file is given itself"
            .formatted(path));
  }

  public static boolean isCsv(Path path) {
    var name = path.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".csv") || name.endsWith(".tsv");
  }

  /** Whether a file can be a table whose name does not say so. */
  public static boolean isText(Path path) {
    var type = URLConnection.guessContentTypeFromName(path.toString());
    return !isIdx(path) && (type == null || type.startsWith("text/"));
  }

  /** Whether a file is called as MNIST's images are. */
  public static boolean isIdx(Path path) {
    return path.toString().matches("(?s).*[-.]idx3-ubyte(\\.gz)?");
  }
}
