package dev.tapewire.sender.delivery;

import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.fuzz.Input;

/**
 * A delivery and a peer that says and does anything, in any order: nothing is confirmed that was
 * not sent, and no call fails. Confined to one thread.
 */
abstract class PeerScene {
  private static final int STEPS_MAX = 200;

  final Input input;
  final DeliveryBench bench;
  private final int framesMax;

  /**
   * Begins.
   *
   * @param framesMax how many are recorded in one step
   */
  PeerScene(Input input, DeliveryBench bench, int framesMax) {
    this.input = input;
    this.bench = bench;
    this.framesMax = framesMax;
  }

  /** {@return the subprotocol that a link opens with} */
  abstract String protocol();

  /** {@return a text that such a peer might say} */
  abstract String answer();

  final void run() {
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
      case 0 -> bench.event(new LinkEvent.Opened(link, protocol()));
      case 1 -> bench.event(new LinkEvent.Text(link, input.text()));
      case 2, 3, 4 -> bench.event(new LinkEvent.Text(link, answer()));
      case 5 -> bench.event(new LinkEvent.Binary(link, input.octet()));
      case 6 -> bench.event(new LinkEvent.Closed(link, (int) input.number(), input.text()));
      case 7 ->
          bench.event(new LinkEvent.Failed(link, input.octet() * 4, input.flag(), "it broke"));
      case 8 -> {
        bench.clock.advanceNs(input.octet() * 100_000_000L);
        bench.tape.addFrames(input.below(framesMax + 1));
      }
      default -> {
        bench.delivery.drain(input.flag());
        bench.link().pings += input.below(2);
        bench.link().pongs += input.below(3);
      }
    }
  }

  void check() {
    Checkpoint at = bench.store.newest;
    if (at.next() < 0 || at.next() > bench.tape.endNumber()) {
      throw new AssertionError("confirmed up to record " + at.next());
    }
    if (at.position() < 0 || at.position() > bench.delivery.sentPosition()) {
      throw new AssertionError("confirmed up to " + at.position() + ", beyond what was sent");
    }
  }
}
