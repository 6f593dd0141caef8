package org.tornadonn.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tornadonn.data.DataException;

/** Readers with planted defects: each is found, and nothing is found in one without. */
class FuzzerTest {

  @TempDir Path folder;

  /** What a reader does with an input that does not begin as its seed. */
  enum Planted {
    NOTHING("") {
      @Override
      void run() {}
    },
    REFUSAL("") {
      @Override
      void run() {
        throw new DataException("FILE begins with 7, not with 3: copy it again, 'null'");
      }
    },
    NULL("NullPointerException") {
      @Override
      void run() {
        throw new NullPointerException();
      }
    },
    OTHER_WORDS("IllegalStateException") {
      @Override
      void run() {
        throw new IllegalStateException("in words, but of the wrong kind");
      }
    },
    DEEP("StackOverflowError") {
      @Override
      void run() {
        assertEquals(0, depth(0));
      }

      private static int depth(int depth) {
        return depth < 0 ? 0 : 1 + depth(depth + 1);
      }
    },
    HUGE("OutOfMemoryError") {
      @Override
      void run() {
        throw new OutOfMemoryError("Java heap space");
      }
    },
    MEMORY("allocated") {
      @Override
      void run() {
        kept = new byte[60 << 20];
      }
    },
    MEMORY_OF_OTHERS("allocated") {
      @Override
      void run() throws InterruptedException {
        Thread.ofPlatform().start(() -> kept = new byte[60 << 20]).join();
      }
    },
    SLOW("took") {
      @Override
      void run() {
        var threads = ManagementFactory.getThreadMXBean();
        long end = threads.getCurrentThreadCpuTime() + Verdict.MOST_NANOSECONDS + 100_000_000;
        while (threads.getCurrentThreadCpuTime() < end) {
          Thread.onSpinWait();
        }
      }
    },
    EMPTY("an empty message") {
      @Override
      void run() {
        throw new DataException(" ");
      }
    },
    LINES("control characters") {
      @Override
      void run() {
        throw new DataException("two\nlines");
      }
    },
    TERMINAL("control characters") {
      @Override
      void run() {
        throw new DataException("\u001b[31mred");
      }
    },
    BACKWARDS("control characters") {
      @Override
      void run() {
        throw new DataException("\u202etxt");
      }
    },
    CLASS("speaks Java") {
      @Override
      void run() {
        throw new DataException("cannot be read: java.io.EOFException");
      }
    },
    NO_WORDS("speaks Java") {
      @Override
      void run() {
        throw new DataException("cannot be read: " + new IOException().getMessage());
      }
    },
    LONG("without end") {
      @Override
      void run() {
        throw new DataException("a".repeat(2000));
      }
    };

    /** Held, so that allocating it is not optimized away. */
    private static volatile byte[] kept = new byte[0];

    private final String said;

    Planted(String said) {
      this.said = said;
    }

    abstract void run() throws Exception;
  }

  /** A reader of files that begin with 3. */
  private record Reader(Planted planted) implements Target {

    @Override
    public String name() {
      return "planted";
    }

    @Override
    public String ending() {
      return ".bin";
    }

    @Override
    public int inputs() {
      return 40;
    }

    @Override
    public List<byte[]> seeds() {
      return List.of(new byte[] {3, 1, 4, 1, 5, 9, 2, 6});
    }

    @Override
    public void read(Path file) throws Exception {
      byte[] content = Files.readAllBytes(file);
      if (content.length == 0 || content[0] != 3) {
        planted.run();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsPlantedIsFound(Planted planted) {
    var fuzzer = new Fuzzer(new Reader(planted), folder);
    assertEquals(List.of(), fuzzer.unreadSeeds());
    var findings = fuzzer.run(LongStream.range(0, 40));
    if (planted.said.isEmpty()) {
      assertEquals(List.of(), findings);
      return;
    }
    assertEquals(1, findings.size());
    var report = findings.getFirst().report();
    assertTrue(report.contains(planted.said), report);
    boolean isSlow = planted == Planted.SLOW; // too slow to be made smaller
    assertEquals(isSlow, findings.getFirst().input().length > 0);
  }

  @Test
  void aSeedThatIsRefusedIsNamed() {
    var target =
        new Target() {
          @Override
          public String name() {
            return "never";
          }

          @Override
          public String ending() {
            return ".bin";
          }

          @Override
          public int inputs() {
            return 1;
          }

          @Override
          public List<byte[]> seeds() {
            return List.of(new byte[1]);
          }

          @Override
          public void read(Path file) {
            throw new DataException("is never read");
          }
        };
    var unread = new Fuzzer(target, folder).unreadSeeds();
    assertTrue(unread.getFirst().contains("never, seed 0") && unread.size() == 1);
  }

  /** A report is of use only if its number gives the same input again. */
  @Test
  void inputsComeAgainByTheirNumbers() {
    for (var target : List.of(new CsvTarget(), new OnnxTarget(), new SafetensorsTarget())) {
      for (int number = 0; number < 50; number++) {
        assertArrayEquals(
            target.input(Choices.of(target.name(), number)),
            target.input(Choices.of(target.name(), number)));
      }
    }
  }

  @Test
  void plansFollowWhatIsAsked() {
    var target = new CsvTarget();
    assertEquals(17, Plan.of(target, "csv:17").orElseThrow().from());
    assertEquals(18, Plan.of(target, "csv:17").orElseThrow().to());
    assertEquals(99, Plan.of(target, "csv:17-99").orElseThrow().to());
    assertEquals(0, Plan.of(target, "csv").orElseThrow().from());
    assertTrue(Plan.of(target, "png:17").isEmpty());
    assertTrue(Plan.of(target, "png").isEmpty());
    assertTrue(Plan.of(target, "").isPresent());
  }
}
