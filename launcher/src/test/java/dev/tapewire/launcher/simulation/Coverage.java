package dev.tapewire.launcher.simulation;

import dev.tapewire.sender.delivery.State;
import java.util.Locale;

/** Which fault met which state of a delivery, how often. Confined to one thread. */
final class Coverage {
  private final long[][] met = new long[State.values().length][Fault.values().length];

  void note(State state, Fault fault) {
    met[state.ordinal()][fault.ordinal()]++;
  }

  void add(Coverage other) {
    for (int state = 0; state < met.length; state++) {
      for (int fault = 0; fault < met[state].length; fault++) {
        met[state][fault] += other.met[state][fault];
      }
    }
  }

  long met(State state, Fault fault) {
    return met[state.ordinal()][fault.ordinal()];
  }

  /** {@return why a fault can't meet a state, or null: it can} */
  static String unreachable(State state, Fault fault) {
    boolean linked = state != State.WAITING && state != State.DONE && state != State.FAILED;
    boolean open = linked && state != State.CONNECTING;
    return switch (fault) {
      case LINK_CUT, BLACKHOLE -> linked ? null : "there is no link";
      case HALF_OPEN, UNASKED, DEAF -> open ? null : "there is no open link";
      case ACK_PAST, ACK_FUTURE, LIE -> open ? null : "nobody is there to answer";
      case DOUBLED, SWALLOWED, FLIPPED ->
          state == State.STREAMING || state == State.ENDING ? null : "no records are under way";
      case REFUSED ->
          state == State.CONNECTING || state == State.WAITING ? null : "no link is being opened";
      default -> null;
    };
  }

  /** {@return the table, a row for each fault} */
  String table() {
    StringBuilder out = new StringBuilder(String.format(Locale.ROOT, "%-18s", "fault"));
    for (State state : State.values()) {
      out.append(String.format(Locale.ROOT, "%11s", state.name().toLowerCase(Locale.ROOT)));
    }
    for (Fault fault : Fault.values()) {
      out.append(String.format(Locale.ROOT, "%n%-18s", fault.title()));
      for (State state : State.values()) {
        String none = unreachable(state, fault) == null ? "0" : "-";
        long count = met(state, fault);
        out.append(String.format(Locale.ROOT, "%11s", count == 0 ? none : Long.toString(count)));
      }
    }
    return out.append(System.lineSeparator()).toString();
  }
}
