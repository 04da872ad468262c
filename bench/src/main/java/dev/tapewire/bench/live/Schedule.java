package dev.tapewire.bench.live;

import java.util.List;

/**
 * When samples were due: a line through a program's reads, at the pace that they show on average,
 * early enough that none came before. The sound card keeps this pace whoever waits. Immutable.
 *
 * @param originNs when the place 0 was due, monotonic ns
 * @param nsPerSample the card's pace, which is not quite what its rate says
 */
record Schedule(double originNs, double nsPerSample) {
  /** {@return the schedule that these show; there are some} */
  static Schedule of(List<Moment> moments) {
    Moment first = moments.get(0);
    double meanNs = moments.stream().mapToLong(m -> m.atNs() - first.atNs()).average().orElse(0);
    double meanEnd = moments.stream().mapToLong(m -> m.end() - first.end()).average().orElse(0);
    double products = 0;
    double squares = 0;
    for (Moment moment : moments) {
      double fromMean = moment.end() - first.end() - meanEnd;
      products += fromMean * (moment.atNs() - first.atNs() - meanNs);
      squares += fromMean * fromMean;
    }
    double pace = products / squares;
    double origin = moments.stream().mapToDouble(m -> m.atNs() - m.end() * pace).min().orElse(0);
    return new Schedule(origin, pace);
  }

  /** {@return when all samples below {@code end} were due, monotonic ns} */
  double dueNs(long end) {
    return originNs + end * nsPerSample;
  }
}
