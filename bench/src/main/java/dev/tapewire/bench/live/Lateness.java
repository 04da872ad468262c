package dev.tapewire.bench.live;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * How late one contender's frames came: after their reads returned, and after they were due. A
 * sample is due at its place on the sound card's timeline, which never waits: so a program that was
 * stuck is charged for all that it kept waiting, and not for one frame (coordinated omission).
 * Confined to one thread.
 */
final class Lateness {
  private static final int DIGITS = 3;

  /** From the read's return. */
  final Histogram added = new Histogram(DIGITS);

  /** From when the frame's last sample was due. */
  final Histogram due = new Histogram(DIGITS);

  /** Frames read that never came. */
  long missing;

  /** Samples of the sound card that are in no message, between the first and the last. */
  long lostSamples;

  /** Looks for what is not there. */
  void takeHoles(List<Moment> arrived) {
    long end = arrived.isEmpty() ? 0 : arrived.get(0).from();
    for (Moment arrival : arrived) {
      lostSamples += Math.max(0, arrival.from() - end);
      end = Math.max(end, arrival.end());
    }
  }

  /** Takes in a run whose reads can be seen. */
  void take(List<Moment> reads, List<Moment> arrived, Schedule schedule) {
    int at = 0;
    for (Moment read : reads) {
      while (at < arrived.size() && arrived.get(at).end() < read.end()) {
        at++;
      }
      if (at == arrived.size()) {
        missing++;
      } else {
        added.recordValue(Math.max(0, arrived.get(at).atNs() - read.atNs()));
        note(read.end(), arrived.get(at), schedule);
      }
    }
  }

  /** Takes in a run of which only the arrivals can be seen. */
  void take(List<Moment> arrived, Schedule schedule) {
    for (Moment arrival : arrived) {
      note(arrival.end(), arrival, schedule);
    }
  }

  private void note(long end, Moment arrival, Schedule schedule) {
    due.recordValue(Math.max(0, (long) (arrival.atNs() - schedule.dueNs(end))));
  }
}
