package org.tornadonn.data;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.tornadonn.file.FileFault;

/**
 * The files in a folder and its subfolders, as torchvision's {@code ImageFolder} finds them:
 * symbolic links are followed. Other than there, what is hidden is passed over: notebooks and
 * desktops leave folders of copies.
 *
 * @param pictures whose names end as those of pictures do, in the order of their paths
 * @param others all others
 */
record PictureFiles(List<Path> pictures, LeftOut others) {

  /**
   * The files below a folder.
   *
   * @throws DataException if there is no such folder, it cannot be read, a link in it leads back,
   *     or it holds no pictures
   */
  static PictureFiles below(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new DataException("There is no folder %s".formatted(folder));
    }
    var found = new Found(folder);
    try {
      Files.walkFileTree(
          folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, found);
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
    var others = new LeftOut(found.others.stream().sorted().toList());
    if (found.pictures.isEmpty()) {
      throw new DataException(
          "The folder %s holds no pictures (png, jpg, gif, bmp, tif or webp)%s"
              .formatted(folder, others.files().isEmpty() ? "" : ", only " + others.names()));
    }
    return new PictureFiles(found.pictures.stream().sorted().toList(), others);
  }

  /** What is said of a folder that cannot be read. */
  static DataException unreadable(Path folder, IOException e) {
    return switch (e) {
      case AccessDeniedException denied ->
          new DataException(
              "The folder %s may not be read: check its permissions".formatted(denied.getFile()),
              e);
      case FileSystemLoopException loop -> leadsBack(Path.of(loop.getFile()), e);
      default ->
          new DataException(
              "The folder %s cannot be read: %s.".formatted(folder, FileFault.reason(e)), e);
    };
  }

  private static DataException leadsBack(Path link, IOException cause) {
    return new DataException(
        "The link %s leads back to a folder that it is in: remove it".formatted(link), cause);
  }

  static boolean isHidden(Path path) {
    return path.getFileName() != null && path.getFileName().toString().startsWith(".");
  }

  private static final class Found extends SimpleFileVisitor<Path> {

    private final Path folder;
    private final List<Path> pictures = new ArrayList<>();
    private final List<Path> others = new ArrayList<>();

    Found(Path folder) {
      this.folder = folder;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
        throws IOException {
      if (path.equals(folder)) {
        return FileVisitResult.CONTINUE;
      }
      // The walk itself sees a link to a folder on its way, but none to what is above its start.
      if (Files.isSymbolicLink(path) && folder.toRealPath().startsWith(path.toRealPath())) {
        throw new FileSystemLoopException(path.toString());
      }
      return isHidden(path) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
      if (!isHidden(path)) {
        // A link to nothing is kept, so that it is missed by its name.
        boolean file = attributes.isRegularFile() || attributes.isSymbolicLink();
        (file && PictureFormat.isNamed(path) ? pictures : others).add(path);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
