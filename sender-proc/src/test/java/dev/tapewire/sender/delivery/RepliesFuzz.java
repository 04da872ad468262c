package dev.tapewire.sender.delivery;

import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.fuzz.Input;
import dev.tapewire.common.wire.Control;
import dev.tapewire.common.wire.ControlCodec;

/**
 * Any peer for a delivery: whatever it says or does, in any order, nothing is confirmed that was
 * not sent, and no call fails.
 */
public final class RepliesFuzz {
  private static final String[] PROFILES = {"tapewire", "auto", "raw"};
  private static final int STEPS_MAX = 200;

  private final Input input;
  private final DeliveryBench bench;
  private final String life;

  private RepliesFuzz(Input input) {
    this.input = input;
    this.bench = new DeliveryBench(PROFILES[input.below(PROFILES.length)]);
    this.life = bench.tape.incarnation();
  }

  public static void fuzzerTestOneInput(byte[] bytes) {
    new RepliesFuzz(new Input(bytes)).run();
  }

  private void run() {
    bench.tape.addFrames(5);
    bench.start();
    bench.work();
    for (int i = 0; i < STEPS_MAX && !input.isEmpty(); i++) {
      step();
      bench.work();
      check();
    }
  }

  private void step() {
    long link = bench.links.size() - input.below(8) / 7;
    switch (input.below(10)) {
      case 0 -> bench.event(new LinkEvent.Opened(link, input.flag() ? "tapewire.v1" : ""));
      case 1 -> bench.event(new LinkEvent.Text(link, input.text()));
      case 2, 3, 4 -> bench.event(new LinkEvent.Text(link, ControlCodec.encode(control())));
      case 5 -> bench.event(new LinkEvent.Binary(link, input.octet()));
      case 6 -> bench.event(new LinkEvent.Closed(link, (int) input.number(), input.text()));
      case 7 ->
          bench.event(new LinkEvent.Failed(link, input.octet() * 4, input.flag(), "it broke"));
      case 8 -> {
        bench.clock.advanceNs(input.octet() * 100_000_000L);
        bench.tape.addFrames(input.below(3));
      }
      default -> {
        bench.delivery.drain(input.flag());
        bench.link().pings += input.below(2);
        bench.link().pongs += input.below(3);
      }
    }
  }

  private Control control() {
    long next = input.number();
    String digest = next >= 0 && next <= 6 ? bench.digest(next) : "ab".repeat(32);
    return switch (input.below(6)) {
      case 0 -> new Control.Greeting(input.flag() ? 131_072 : (int) next);
      case 1 -> new Control.Welcome(true, input.flag() ? life : "cd".repeat(16), next, digest);
      case 2 -> new Control.Welcome(input.flag(), "", 0, "0".repeat(64));
      case 3 -> new Control.Ack(next);
      case 4 -> new Control.Complete(digest);
      default -> new Control.Rewind(life, next);
    };
  }

  private void check() {
    Checkpoint at = bench.store.newest;
    if (at.next() < 0 || at.next() > bench.tape.endNumber()) {
      throw new AssertionError("confirmed up to record " + at.next());
    }
    if (at.position() < 0 || at.position() > bench.delivery.sentPosition()) {
      throw new AssertionError("confirmed up to " + at.position() + ", beyond what was sent");
    }
  }
}
