package dev.tapewire.sender.delivery;

import dev.tapewire.common.fuzz.Input;
import dev.tapewire.common.wire.Control;
import dev.tapewire.common.wire.ControlCodec;

/** Any receiver of ours, and any other peer, for a delivery. */
public final class RepliesFuzz extends PeerScene {
  private static final String[] PROFILES = {"tapewire", "auto", "raw"};

  private final String life;

  private RepliesFuzz(Input input) {
    super(input, new DeliveryBench(PROFILES[input.below(PROFILES.length)]), 2);
    this.life = bench.tape.incarnation();
  }

  public static void fuzzerTestOneInput(byte[] bytes) {
    new RepliesFuzz(new Input(bytes)).run();
  }

  @Override
  String protocol() {
    return input.flag() ? Control.SUBPROTOCOL : "";
  }

  @Override
  String answer() {
    return ControlCodec.encode(control());
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
}
