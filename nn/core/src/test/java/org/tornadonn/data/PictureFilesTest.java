package org.tornadonn.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found in class folders and in folders of photos. */
class PictureFilesTest {

  @TempDir Path temp = Path.of(".");
  private Path data = Path.of(".");

  @BeforeEach
  void folders() throws IOException {
    data = Files.createDirectories(temp.resolve("data"));
    put("data/cat/a.png");
    put("data/dog/b.png");
  }

  private void put(String name) throws IOException {
    var file = temp.resolve(name);
    Files.createDirectories(file.getParent());
    Files.copy(Fixtures.file("colours/rgb.png"), file);
  }

  private void link(String name, String target) throws IOException {
    Files.createSymbolicLink(temp.resolve(name), Path.of(target));
  }

  private List<String> found() {
    var set = ImageFolderDataset.open(data, 1, 4);
    float[] x = new float[16];
    float[] y = new float[1];
    return Stream.iterate(0, i -> i < set.size(), i -> i + 1)
        .map(
            i -> {
              set.read(i, 0, x, 0, y, 0);
              return "%s of %s"
                  .formatted(data.relativize(Path.of(set.name(i))), set.classes().get((int) y[0]));
            })
        .toList();
  }

  @Test
  void linksAreFollowed() throws IOException {
    put("elsewhere/c.png");
    put("elsewhere/more/d.png");
    put("e.png");
    link("data/bird", "../elsewhere");
    link("data/cat/linked", "../../elsewhere/more");
    link("data/dog/e.png", "../../e.png");
    assertEquals(List.of("bird", "cat", "dog"), ImageFolderDataset.classesOf(data));
    assertEquals(
        List.of(
            "bird/c.png of bird",
            "bird/more/d.png of bird",
            "cat/a.png of cat",
            "cat/linked/d.png of cat",
            "dog/b.png of dog",
            "dog/e.png of dog"),
        found());
  }

  @Test
  void theFolderItselfMayBeALink() throws IOException {
    link("link", "data");
    assertEquals(2, ImageFolderDataset.open(temp.resolve("link"), 1, 4).size());
    assertEquals(2, UprightDataset.open(temp.resolve("link"), 4, 1).size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data/.ipynb_checkpoints/c.png",
        "data/cat/.ipynb_checkpoints/a-checkpoint.png",
        "data/cat/deep/.git/c.png",
        "data/cat/.c.png",
        "data/cat/._a.png",
        "data/dog/.DS_Store"
      })
  void whatIsHiddenIsPassedOver(String name) throws IOException {
    put(name);
    assertEquals(List.of("cat/a.png of cat", "dog/b.png of dog"), found());
    assertEquals("", ImageFolderDataset.open(data, 1, 4).leftOut().text());
    assertEquals(2, UprightDataset.open(data, 4, 1).size());
  }

  @Test
  void aHiddenFolderThatIsNamedIsRead() throws IOException {
    put("data/.cache/c.png");
    assertEquals(1, UprightDataset.open(data.resolve(".cache"), 4, 1).size());
  }

  static Stream<Arguments> circles() {
    return Stream.of(
        arguments("data/cat/here", "."),
        arguments("data/cat/all", ".."),
        arguments("data/cat/above", "../.."),
        arguments("data/cat/root", "/"),
        arguments("data/fish", "../data"));
  }

  @ParameterizedTest
  @MethodSource("circles")
  void aLinkThatLeadsBackIsNamed(String name, String target) throws IOException {
    link(name, target);
    Refusal.of(
        () -> ImageFolderDataset.open(data, 1, 4), "leads back", data.resolve("").toString());
  }

  @Test
  void aLinkToNothingIsABrokenPicture() throws IOException {
    link("data/cat/gone.png", "nowhere.png");
    link("data/cat/itself.png", "itself.png");
    var set = ImageFolderDataset.open(data, 1, 4);
    assertEquals(4, set.size());
    var said = new ArrayList<String>();
    assertEquals(2, set.withoutBroken(1, e -> said.add(e.getMessage())).size());
    assertTrue(said.toString().contains("gone.png") && said.toString().contains("itself.png"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "jpeg", "JPG", "jfif", "gif", "bmp", "tif", "TIFF", "webp"})
  void everyEndingOfAPictureIsKnown(String ending) throws IOException {
    put("data/cat/c." + ending);
    assertEquals(3, ImageFolderDataset.open(data, 1, 4).size());
  }

  @Test
  void whatIsLeftOutIsNamed() throws IOException {
    var none = ImageFolderDataset.open(data, 1, 4).leftOut();
    assertEquals("", none.text());
    put("data/cat/b.heic");
    assertEquals(
        "Left out 1 file that is no picture it can read: b.heic",
        ImageFolderDataset.open(data, 1, 4).leftOut().text());
    put("data/cat/c.avif");
    put("data/dog/d.jxl");
    put("data/dog/e.svg");
    put("data/dog/notes\u001b[31m.txt");
    put("data/dog/without");
    var set = ImageFolderDataset.open(data, 1, 4);
    assertEquals(6, set.leftOut().files().size());
    assertEquals(
        "Left out 6 files that are no pictures it can read: b.heic, c.avif and 4 more",
        set.advising("Remove it.").withoutBroken(1, _ -> {}).leftOut().text());
    assertEquals(6, UprightDataset.open(data, 4, 1).leftOut().files().size());
    assertEquals(
        "Left out 1 file that is no picture it can read: a?.txt",
        new LeftOut(List.of(Path.of("a\u001b.txt"))).text());
  }

  @Test
  void aClassOfOtherFilesIsAnError() throws IOException {
    Files.createDirectories(data.resolve("bird"));
    Refusal.of(() -> ImageFolderDataset.open(data, 1, 4), "bird holds no pictures");
    put("data/bird/a.heic");
    Refusal.of(() -> ImageFolderDataset.open(data, 1, 4), "no pictures", "only a.heic");
  }

  @Test
  void aFolderThatMayNotBeReadIsNamed() {
    var e = PictureFiles.unreadable(data, new AccessDeniedException("data/cat/private"));
    assertEquals(
        "The folder data/cat/private may not be read: check its permissions", e.getMessage());
    assertThrows(DataException.class, () -> PictureFiles.below(temp.resolve("none")));
  }
}
