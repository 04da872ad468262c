package dev.tapewire.launcher.host;

import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.SenderCounter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What a session that is being recorded says of itself: what is on the disk, what is confirmed.
 * Confined to the test's thread.
 */
final class Watch {
  private static final Duration STEP = Duration.ofMillis(5);

  private final Path session;

  private final long beganNs = nowNs();

  /** UTC ns, and how many samples were on the tape by then. */
  private final TreeMap<Long, Long> seen = new TreeMap<>();

  Watch(Path session) {
    this.session = session;
  }

  /**
   * Looks on until capture says that something was synced since this began, and something is
   * confirmed.
   */
  void awaitSync(Program by) throws Exception {
    Patience.await(
        "a sync by " + by,
        Host.START_BOUND,
        () -> {
          watch(STEP);
          return capture(CaptureCounter.SYNCED_EPOCH_NS) > beganNs && confirmed() > 0;
        });
  }

  /** Looks on for a while. */
  void watch(Duration time) throws Exception {
    long untilNs = System.nanoTime() + time.toNanos();
    do {
      long samples = samples();
      seen.put(nowNs(), samples);
      Patience.pass(STEP);
    } while (System.nanoTime() < untilNs);
  }

  /** {@return samples on the tape} */
  long samples() throws IOException {
    return capture(CaptureCounter.SAMPLES);
  }

  /** {@return samples that capture says are on the disk; those it can be seen to mean} */
  long syncedSamples() throws IOException {
    Map.Entry<Long, Long> before = seen.floorEntry(capture(CaptureCounter.SYNCED_EPOCH_NS));
    return before == null ? 0 : before.getValue();
  }

  /** {@return how old audio is that capture does not say is on the disk} */
  long ageNs() throws IOException {
    long synced = capture(CaptureCounter.SYNCED_EPOCH_NS);
    return synced == 0 ? 0 : nowNs() - synced;
  }

  /** {@return samples that the destination has confirmed} */
  long confirmed() throws IOException {
    if (!Files.isDirectory(session.resolve("to"))) {
      return 0;
    }
    try (Stream<Path> destinations = Files.list(session.resolve("to"))) {
      Path destination = destinations.findFirst().orElse(session);
      return LiveFigures.read(
          destination.resolve("send.counters"), SenderCounter.CONFIRMED_SAMPLES);
    }
  }

  private long capture(CaptureCounter key) throws IOException {
    return LiveFigures.read(session.resolve("capture.counters"), key);
  }

  private static long nowNs() {
    // Rounded up: what was seen before this moment was seen before that one.
    return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis() + 1);
  }
}
