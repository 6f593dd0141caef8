package org.tornadonn.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.tornadonn.train.Ceilings;

/**
 * Starts a process for each measurement, one at a time: libraries do not disturb each other, and
 * memory that one does not give back is not missed by the next.
 *
 * @param folder for the processes' files and messages
 */
record Fork(int threads, Times times, Path folder) {

  private static final long MINUTES = 20;

  /** A process that gave no answer; the message says where its own are. */
  static final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    Failure(String message) {
      super(message);
    }
  }

  /** Measures a work in a process of its own. */
  Measurement measure(Contender contender, Work work) throws Failure {
    return run(contender, work, Measurement.class);
  }

  /** Measures the machine in a process of its own. */
  Ceilings ceilings(Work work) throws Failure {
    return run(JvmContender.ceilings(), work, Ceilings.class);
  }

  private <T> T run(Contender contender, Work work, Class<T> answer) throws Failure {
    var log = folder.resolve(contender.name() + ".log");
    try {
      Files.createDirectories(folder);
      var process =
          contender
              .process(work, threads, times, folder)
              .redirectError(log.toFile())
              .redirectOutput(folder.resolve(contender.name() + ".out").toFile())
              .start();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new Failure("no answer after %d minutes".formatted(MINUTES));
      }
      if (process.exitValue() != 0) {
        throw new Failure("exit code %d, see %s".formatted(process.exitValue(), log));
      }
      var lines = Files.readAllLines(folder.resolve(contender.name() + ".out"));
      return new ObjectMapper().readValue(lines.getLast(), answer);
    } catch (JsonProcessingException e) {
      throw new Failure("its last line is no answer, see " + log);
    } catch (IOException e) {
      throw new Failure(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted");
    }
  }
}
