package dev.tapewire.receiver.reception;

import dev.tapewire.common.log.Log;
import dev.tapewire.common.log.Printable;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Tells of peers that were refused, and can't be flooded by them: the first refusal of a kind is a
 * line at once, those that follow are one line a minute with their count. Confined to one thread.
 */
public final class RefusalLog {
  /** The first refusal of a kind is told, and then nothing more of that kind for so long. */
  public static final long QUIET_NS = TimeUnit.MINUTES.toNanos(1);

  /** Of a line: who is refused may have said anything, at any length. */
  static final int CHARS_MAX = 300;

  private final Log log;
  private final Map<String, Since> told = new LinkedHashMap<>();

  /** Tells {@code log}. */
  public RefusalLog(Log log) {
    this.log = log;
  }

  private static final class Since {
    private final long fromNs;
    private long count;
    private String last;

    Since(long fromNs) {
      this.fromNs = fromNs;
    }
  }

  /**
   * A peer was refused.
   *
   * @param kind one of few, all known when this was written: each takes memory
   * @param line who and why; what of it came from outside may hold anything
   */
  public void refused(String kind, String line, long nowNs) {
    step(nowNs);
    String shown = Printable.ascii(line.length() <= CHARS_MAX ? line : cut(line));
    Since since = told.get(kind);
    if (since == null) {
      told.put(kind, new Since(nowNs));
      log.warn(shown);
    } else {
      since.count++;
      since.last = shown;
    }
  }

  private static String cut(String line) {
    return line.substring(0, CHARS_MAX) + " ...";
  }

  /** Tells the counts that are due; call it every second or so. */
  public void step(long nowNs) {
    Iterator<Map.Entry<String, Since>> kinds = told.entrySet().iterator();
    while (kinds.hasNext()) {
      Map.Entry<String, Since> kind = kinds.next();
      Since since = kind.getValue();
      if (nowNs - since.fromNs >= QUIET_NS) {
        tell(since);
        if (since.count == 0) {
          kinds.remove();
        } else {
          kind.setValue(new Since(nowNs));
        }
      }
    }
  }

  /** Tells all counts; there will be no more. */
  public void close() {
    told.values().forEach(this::tell);
    told.clear();
  }

  private void tell(Since since) {
    if (since.count > 0) {
      log.warn(since.count + " more like this, the last: " + since.last);
    }
  }
}
