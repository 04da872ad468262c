package dev.tapewire.launcher.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/** Spoils what is on its way. */
final class Spoiler {
  private Spoiler() {}

  /** Spoils a message of records on {@code wire}. {@return whether there was one} */
  static boolean spoil(Deque<Object> wire, Fault how, int pick) {
    int count = (int) wire.stream().filter(byte[].class::isInstance).count();
    if (count == 0) {
      return false;
    }
    int left = pick % count;
    Deque<Object> after = new ArrayDeque<>();
    for (Object message : wire) {
      boolean hit = message instanceof byte[] && left-- == 0;
      if (hit && how == Fault.SWALLOWED) {
        continue;
      }
      if (hit && how == Fault.FLIPPED) {
        byte[] bytes = (byte[]) message;
        bytes[pick % bytes.length] ^= (byte) (1 << (pick & 7));
      }
      after.add(message);
      if (hit && how == Fault.DOUBLED) {
        after.add(message);
      }
    }
    wire.clear();
    wire.addAll(after);
    return true;
  }
}
