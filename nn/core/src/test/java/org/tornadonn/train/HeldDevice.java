package org.tornadonn.train;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.tornadonn.device.Device;
import org.tornadonn.exec.Executor;
import org.tornadonn.exec.Placement;
import org.tornadonn.exec.Program;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Plan;

/** A device whose plans, once they run, wait for the test. */
final class HeldDevice {

  private final Device device;

  /** Opens when a plan has begun. */
  final CountDownLatch begun = new CountDownLatch(1);

  /** Lets plans go on. */
  final CountDownLatch goesOn = new CountDownLatch(1);

  HeldDevice(Device device) {
    this.device = device;
  }

  Device asDevice() {
    return new Device(
        device.name(),
        device.index(),
        device.type(),
        device.backend(),
        device.description(),
        device.driver(),
        device.memoryBytes(),
        () -> new Held(device.open()));
  }

  private final class Held implements Executor {

    private final Executor executor;

    Held(Executor executor) {
      this.executor = executor;
    }

    @Override
    public Program load(List<Plan> plans, Map<Buffer, float[]> given) {
      var program = executor.load(plans, given);
      return new Program() {
        @Override
        public float[] array(Buffer buffer) {
          return program.array(buffer);
        }

        @Override
        public void run(Plan plan) {
          begun.countDown();
          try {
            goesOn.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          program.run(plan);
        }

        @Override
        public void fetch(Buffer buffer) {
          program.fetch(buffer);
        }

        @Override
        public void changed() {
          program.changed();
        }

        @Override
        public List<Placement> placements(Plan plan) {
          return program.placements(plan);
        }

        @Override
        public void close() {
          program.close();
        }
      };
    }

    @Override
    public void close() {
      executor.close();
    }
  }
}
