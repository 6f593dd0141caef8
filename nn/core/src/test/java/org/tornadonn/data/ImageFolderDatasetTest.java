package org.tornadonn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderDatasetTest {

  @TempDir Path folder = Path.of(".");

  /** Of one colour, except for its first pixel. */
  private void picture(String name, int size, Color colour) throws IOException {
    var image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < size * size; i++) {
      image.setRGB(i % size, i / size, i == 0 ? 0 : colour.getRGB());
    }
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }

  @BeforeEach
  void pictures() throws IOException {
    picture("dog/b.png", 4, Color.GREEN);
    picture("dog/a.png", 4, Color.RED);
    picture("cat/more/deep.png", 4, Color.BLUE);
    Files.createDirectories(folder.resolve(".hidden"));
    Files.writeString(folder.resolve("dog/notes.txt"), "no picture");
  }

  private static float[] values(Dataset data, int index, float[] label) {
    float[] x = new float[data.inputLength()];
    data.read(index, 0, x, 0, label, 0);
    return x;
  }

  @Test
  void classesAndPicturesComeByName() {
    var data = ImageFolderDataset.open(folder, 3, 4);
    assertEquals(List.of("cat", "dog"), data.classes());
    assertEquals(List.of(3, 4, 4), data.inputShape());
    assertEquals(
        List.of("cat/more/deep.png", "dog/a.png", "dog/b.png"),
        List.of(name(data, 0), name(data, 1), name(data, 2)));
    float[] label = new float[1];
    float[] red = values(data, 1, label);
    assertEquals(1, label[0]);
    float[] expected = new float[48];
    Arrays.fill(expected, 1, 16, 1); // red's plane is the first
    assertArrayEquals(expected, red);
    assertArrayEquals(red, values(data, 1, label), "from memory, too");
  }

  private String name(LabelledDataset data, int index) {
    return folder.relativize(Path.of(data.name(index))).toString();
  }

  @Test
  void greyIsLuma() {
    var data = ImageFolderDataset.open(folder, 1, 4);
    assertEquals(16, data.inputLength());
    float[] red = values(data, 1, new float[1]);
    assertEquals(0, red[0]);
    assertEquals(0.299, red[5], 0.5 / 255);
  }

  @Test
  void coloursAreResizedAndCutAsGreyIs() throws IOException {
    picture("wide/grey.png", 9, new Color(128, 128, 128));
    var rgb = PictureReader.readInput(folder.resolve("wide/grey.png"), 3, 5);
    var grey = PictureReader.readInput(folder.resolve("wide/grey.png"), 1, 5);
    for (int c = 0; c < 3; c++) {
      assertArrayEquals(grey, Arrays.copyOfRange(rgb, 25 * c, 25 * c + 25), 1e-6f);
    }
  }

  /** 16 bits, index colours and opacity: the same colours by every way in. */
  @Test
  void coloursComeFromEveryKindOfPicture() throws IOException {
    var indexed = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_INDEXED);
    var clear = new BufferedImage(2, 2, BufferedImage.TYPE_INT_ARGB);
    var bytes = new BufferedImage(2, 2, BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < 4; i++) {
      indexed.setRGB(i % 2, i / 2, 0xffff0000);
      clear.setRGB(i % 2, i / 2, 0x00ff0000);
      bytes.setRGB(i % 2, i / 2, 0xffff0000);
    }
    var red = new float[] {1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0};
    assertArrayEquals(red, RgbImage.of(indexed).values());
    assertArrayEquals(red, RgbImage.of(bytes).values());
    var white = new float[12];
    Arrays.fill(white, 1);
    assertArrayEquals(white, RgbImage.of(clear).values());
    var gray = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY);
    gray.getRaster().setPixel(0, 0, new int[] {128});
    assertEquals(128 / 255f, RgbImage.of(gray).blue().pixels()[0]);
  }

  @Test
  void aKnownModelDecidesTheIndices() {
    var data = ImageFolderDataset.open(folder, 1, 4, List.of("dog", "cow", "cat"));
    assertEquals(2, data.label(0));
    assertEquals(0, data.label(1));
    Refusal.of(
        () -> ImageFolderDataset.open(folder, 1, 4, List.of("dog")),
        "there is no class 'cat', only dog");
  }

  @Test
  void whatIsWrongIsSaid() throws IOException {
    Refusal.of(() -> ImageFolderDataset.open(folder.resolve("x"), 1, 4), "There is no folder");
    Refusal.of(() -> ImageFolderDataset.open(folder.resolve("cat/more"), 1, 4), "holds no folders");
    Refusal.of(
        () -> ImageFolderDataset.open(folder.resolve("cat"), 1, 4), "only the folder 'more'");
    Files.createDirectories(folder.resolve("empty"));
    Refusal.of(() -> ImageFolderDataset.open(folder, 1, 4), "empty holds no pictures");
  }

  @Test
  void aBrokenPictureIsNamed() throws IOException {
    Files.writeString(folder.resolve("dog/a.png"), "no picture");
    var data = ImageFolderDataset.open(folder, 1, 4);
    Refusal.of(() -> values(data, 1, new float[1]), "a.png");
  }

  @Test
  void withoutBrokenPicturesTheSetIsAsIfTheyWereNotThere() throws IOException {
    picture("dog/d.png", 4, Color.YELLOW);
    var file = folder.resolve("dog/c.png");
    Files.writeString(file, "no picture");
    List<String> said = new ArrayList<>();
    var data =
        ImageFolderDataset.open(folder, 3, 4).withoutBroken(3, e -> said.add(e.getMessage()));
    assertEquals(1, said.size());
    assertTrue(said.getFirst().contains("c.png"), said.getFirst());
    Files.delete(file);
    var never = ImageFolderDataset.open(folder, 3, 4);
    assertEquals(4, data.size());
    for (int i = 0; i < 4; i++) {
      assertEquals(never.name(i), data.name(i));
      float[] expected = new float[1];
      float[] actual = new float[1];
      assertArrayEquals(values(never, i, expected), values(data, i, actual));
      assertEquals(expected[0], actual[0]);
    }
    assertSame(never, never.withoutBroken(1, e -> said.add("none")));
    assertEquals(1, said.size());
  }

  @Test
  void anAdviceEndsErrors() throws IOException {
    Files.writeString(folder.resolve("cat/more/deep.png"), "no picture");
    var data = ImageFolderDataset.open(folder, 1, 4).advising("Remove it.");
    int broken =
        IntStream.range(0, data.size())
            .filter(i -> data.name(i).endsWith("deep.png"))
            .findFirst()
            .orElseThrow();
    Refusal.of(() -> values(data, broken, new float[1]), "WebP can. Remove it.");
  }

  @Test
  void aClassThatIsAllBrokenIsAnError() throws IOException {
    Files.writeString(folder.resolve("cat/more/deep.png"), "no picture");
    var data = ImageFolderDataset.open(folder, 1, 4);
    Refusal.of(() -> data.withoutBroken(2, e -> {}), "No picture of class 'cat' can be read");
  }
}
