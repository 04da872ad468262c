package dev.tapewire.launcher.host;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The faults that last on one stream now, each with its end. Guarded by the stream's lock. */
final class Reliefs implements Closeable {
  private final List<Relief> lasting = new ArrayList<>();

  /** {@return whether no fault of this slot lasts} */
  boolean isFree(String slot) {
    return lasting.stream().noneMatch(relief -> relief.slot().equals(slot));
  }

  /** Ends the fault of {@code slot} after {@code time}, by {@code end}. */
  void add(String slot, Duration time, End end) {
    lasting.add(new Relief(slot, System.nanoTime() + time.toNanos(), end));
  }

  /** Ends what has lasted its time. */
  void endDue() throws Exception {
    endThose(System.nanoTime());
  }

  /** Ends all now. */
  void endAll() throws Exception {
    endThose(Long.MAX_VALUE);
  }

  @Override
  public void close() throws IOException {
    try {
      endAll();
    } catch (Exception e) {
      throw new IOException("could not take a fault away", e);
    }
  }

  private void endThose(long untilNs) throws Exception {
    for (Iterator<Relief> each = lasting.iterator(); each.hasNext(); ) {
      Relief relief = each.next();
      if (untilNs == Long.MAX_VALUE || untilNs - relief.dueNs() >= 0) {
        each.remove();
        relief.end().come();
      }
    }
  }

  /** How a fault is taken away. */
  interface End {
    /** Takes it away. */
    void come() throws Exception;
  }

  private record Relief(String slot, long dueNs, End end) {}
}
