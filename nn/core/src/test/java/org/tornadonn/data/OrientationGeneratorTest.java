package org.tornadonn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrientationGeneratorTest {

  @TempDir Path temp;

  @Test
  void writesPicturesAndSheet() throws IOException {
    Path folder = temp.resolve("new/folder");
    var generator = new OrientationGenerator(12, 32, 4);
    List<Integer> progress = new ArrayList<>();
    generator.write(folder, false, progress::add);
    assertEquals(IntStream.rangeClosed(1, 12).boxed().toList(), progress);
    AnswerSheet sheet = AnswerSheet.read(folder.resolve(AnswerSheet.FILE_NAME));
    assertEquals("images/00000.png", sheet.answers().keySet().iterator().next());
    assertEquals(13, Fixtures.contents(folder).size());
    int index = 0;
    for (Map.Entry<String, Angle> answer : sheet.answers().entrySet()) {
      assertEquals(generator.answer(index), answer.getValue());
      GrayImage read = PictureReader.readGray(folder.resolve(answer.getKey()));
      assertArrayEquals(generator.picture(index++).pixels(), read.pixels(), 0.5f / 255 + 1e-6f);
    }
  }

  @Test
  void theSameSeedWritesTheSameBytes() throws IOException {
    new OrientationGenerator(6, 32, 4).write(temp.resolve("a"), false, _ -> {});
    new OrientationGenerator(6, 32, 4).write(temp.resolve("b"), false, _ -> {});
    Map<String, byte[]> a = Fixtures.contents(temp.resolve("a"));
    Map<String, byte[]> b = Fixtures.contents(temp.resolve("b"));
    assertEquals(a.keySet(), b.keySet());
    a.forEach((name, bytes) -> assertArrayEquals(bytes, b.get(name), name));
    float[] other = new OrientationGenerator(6, 32, 5).picture(0).pixels();
    assertFalse(
        java.util.Arrays.equals(other, new OrientationGenerator(6, 32, 4).picture(0).pixels()));
  }

  @Test
  void whatIsThereIsKept() throws IOException {
    Path own = Files.writeString(temp.resolve("my notes.txt"), "keep me");
    var generator = new OrientationGenerator(3, 16, 4);
    var e = assertThrows(DataException.class, () -> generator.write(temp, false, _ -> {}));
    assertTrue(String.valueOf(e.getMessage()).contains("not empty"), e.getMessage());
    assertEquals(1, Fixtures.contents(temp).size());
    generator.write(temp, true, _ -> {});
    new OrientationGenerator(3, 16, 5).write(temp, true, _ -> {});
    assertEquals("keep me", Files.readString(own));
    assertEquals(5, Fixtures.contents(temp).size());
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "not a folder");
    var generator = new OrientationGenerator(3, 16, 4);
    for (Path folder : List.of(file, file.resolve("below"))) {
      var e = assertThrows(DataException.class, () -> generator.write(folder, true, _ -> {}));
      assertTrue(String.valueOf(e.getMessage()).contains(folder.toString()), e.getMessage());
      assertEquals(1, String.valueOf(e.getMessage()).lines().count(), e.getMessage());
    }
  }

  @Test
  void answersCoverTheCircleEvenly() {
    var generator = new OrientationGenerator(4000, 16, 4);
    int[] sectors = new int[8];
    for (int i = 0; i < 4000; i++) {
      sectors[(int) (generator.answer(i).degrees() / 45)]++;
    }
    for (int sector : sectors) {
      assertEquals(500, sector, 80); // nearly four standard deviations
    }
  }
}
