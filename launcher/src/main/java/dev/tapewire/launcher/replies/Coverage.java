package dev.tapewire.launcher.replies;

import java.util.Map;
import java.util.TreeMap;

/** Stretches of the tape that are covered, joined where they touch. Confined to one thread. */
final class Coverage {
  /** From each beginning to its end. */
  private final TreeMap<Long, Long> stretches = new TreeMap<>();

  void add(long from, long until) {
    if (until <= from) {
      return;
    }
    long begin = from;
    long end = until;
    Map.Entry<Long, Long> before = stretches.floorEntry(end);
    while (before != null && before.getValue() >= begin) {
      begin = Math.min(begin, before.getKey());
      end = Math.max(end, before.getValue());
      stretches.remove(before.getKey());
      before = stretches.floorEntry(end);
    }
    stretches.put(begin, end);
  }

  boolean holds(long position) {
    Map.Entry<Long, Long> at = stretches.floorEntry(position);
    return at != null && at.getValue() > position;
  }
}
