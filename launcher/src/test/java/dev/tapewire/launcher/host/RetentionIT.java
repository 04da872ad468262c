package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.audio.WavHeader;
import dev.tapewire.common.checkpoint.MappedCheckpointStore;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --keep-size} keeps to in real processes, and what a power cut leaves of it. */
@Timeout(1800)
class RetentionIT {
  private static final String SESSION = "hour";
  private static final long MIB = 1L << 20;
  private static final long TAPE_FILE_BYTES = 32 * MIB;

  /** Beside the tapes: figures, checkpoints, the table of Chronicle. */
  private static final long OTHER_BYTES = MIB;

  /** The short form fills a tape file in 2.6 s: one that is being left holds a few more. */
  private static final int GROWTH_MAX = Host.full() ? 3 : 6;

  private static final double GROWTH_MIB_MAX = 48;
  private static final Duration STEP = Duration.ofMillis(Host.full() ? 1000 : 200);

  /** So many looks at the beginning are held against as many at the end. */
  private static final int LOOKS = Host.full() ? 60 : 14;

  private static final PcmFormat FORMAT =
      Host.full()
          ? new PcmFormat(44_100, 1, Encoding.S16LE)
          : new PcmFormat(192_000, 8, Encoding.S32LE);
  private static final int SECONDS = Host.full() ? 3600 : 20;
  private static final int SPEED = Host.full() ? 10 : 2;
  private static final String KEEP = Host.full() ? "64M" : "8M";
  private static final long KEEP_BYTES = (Host.full() ? 64 : 8) * MIB;

  @TempDir Path directory;

  private final Map<String, List<Vitals>> looks = new TreeMap<>();
  private long diskBytesMax;
  private long overBytesMax = Long.MIN_VALUE;
  private int within;

  @Test
  void keepsToTheSizeAndTwoFilesAndHoldsNoMoreAtTheEndThanAtTheBeginning() throws Exception {
    Path source = noise();
    try (Studio studio = new Studio(directory)) {
      Program run =
          studio.tapewire(
              "run",
              "--source=" + source,
              "--speed=" + SPEED,
              "--session=" + SESSION,
              "--keep-size=" + KEEP,
              "--received=" + studio.received());
      studio.awaitRecording(SESSION, run);
      studio.awaitPid("sender", 0, Host.START_BOUND);
      while (run.alive()) {
        look(studio, run);
        Patience.pass(STEP);
      }

      assertEquals(0, run.awaitExit(Host.PROGRAM_BOUND), run::toString);
      assertTrue(studio.session(SESSION).get("dropped_samples").getAsLong() > 0, run::toString);
      assertEquals(-1, WavFile.mapped(source).mismatch(WavFile.mapped(wav(studio))), run::toString);
      Host.figure(
          this,
          "%d s at %s times, --keep-size %s: %.1f MiB at most, %.1f MiB over what is undelivered",
          SECONDS,
          SPEED,
          KEEP,
          (double) diskBytesMax / MIB,
          (double) overBytesMax / MIB);
      assertTrue(within > 0, "it was never within what is to be kept");
      looks.forEach(this::assertFlat);
    }
  }

  @Test
  void afterAPowerCutNoCheckpointIsOlderThanWhatWasDropped() throws Exception {
    try (LoopDisk disk = LoopDisk.open(directory);
        Studio studio = new Studio(directory, disk.path().resolve("tapes"))) {
      Program run =
          studio.tapewire(
              "run",
              "--source=tone",
              "--rate=192000",
              "--channels=8",
              "--encoding=s32le",
              "--session=" + SESSION,
              "--keep-size=1M",
              "--received=" + studio.received());
      run.await("dropped 1 tape file", Host.START_BOUND);
      List<ProcessHandle> below = ProcessHandle.of(run.pid()).orElseThrow().descendants().toList();
      disk.cutPower();
      run.kill();
      for (ProcessHandle process : below) {
        process.destroyForcibly();
        process.onExit().join();
      }
      disk.powerOn();

      SessionPaths paths = SessionPaths.of(studio.tapes(), SESSION);
      try (TapeReader tape = Tape.openReader(paths);
          Stream<Path> to = Files.list(paths.destinations())) {
        Path checkpoint = paths.checkpoint(to.findFirst().orElseThrow().getFileName().toString());
        long next = MappedCheckpointStore.read(checkpoint).next();
        Host.figure(this, "confirmed %d, the tape begins at %d", next, tape.firstNumber());
        assertTrue(tape.firstNumber() > 0, "nothing was dropped");
        assertTrue(next >= tape.firstNumber(), next + " is before " + tape.firstNumber());
      }
    }
  }

  /**
   * Capture drops once a second, and later where the machine is busy: what is over must go, however
   * long that takes. While it is waited for, nothing else is looked at.
   */
  private void look(Studio studio, Program run) throws Exception {
    Patience.await(
        "what is over is dropped: " + run,
        Host.PROGRAM_BOUND,
        () -> !run.alive() || over(studio) <= KEEP_BYTES + 2 * TAPE_FILE_BYTES + OTHER_BYTES);
    within += run.alive() ? 1 : 0;
    look("supervisor", run.pid());
    for (String name : List.of("capture", "sender", "receiver")) {
      for (long pid : studio.pids(name)) {
        look(name, pid);
      }
    }
  }

  /** {@return bytes on the disk that are neither undelivered nor on their way} */
  private long over(Studio studio) throws IOException {
    long undelivered = FORMAT.bytes(undeliveredSamples(studio));
    long bytes = bytes(studio.tapes());
    diskBytesMax = Math.max(diskBytesMax, bytes);
    // The long form is paced so that nothing but what is on its way is undelivered.
    long over = Host.full() ? bytes : bytes - undelivered;
    overBytesMax = Math.max(overBytesMax, over);
    return over;
  }

  private static long undeliveredSamples(Studio studio) throws IOException {
    Path session = studio.tapes().resolve(SESSION);
    long confirmed = LiveFigures.confirmed(session); // First: what comes meanwhile is undelivered.
    return LiveFigures.samples(session.resolve("capture.counters")) - confirmed;
  }

  private void look(String name, long pid) throws IOException {
    try {
      looks.computeIfAbsent(name, any -> new ArrayList<>()).add(Vitals.of(pid));
    } catch (NoSuchFileException ended) {
      assertTrue(looks.containsKey(name));
    }
  }

  private void assertFlat(String name, List<Vitals> all) {
    int looks = Math.min(LOOKS, all.size() / 2); // A busy machine looks seldom.
    assertTrue(looks > 1, name + " was seen " + all.size() + " times");
    // Not the very end: a process that stops has less.
    Vitals first = Vitals.most(all.subList(looks / 4, looks + looks / 4));
    Vitals last = Vitals.most(all.subList(all.size() - looks, all.size()));
    Host.figure(this, "%s first: %s", name, first);
    Host.figure(this, "%s last:  %s", name, last);
    assertTrue(last.descriptors() <= first.descriptors() + GROWTH_MAX, name + ": " + last);
    assertTrue(last.threads() <= first.threads() + GROWTH_MAX, name + ": " + last);
    assertTrue(last.anonymousMib() <= first.anonymousMib() + GROWTH_MIB_MAX, name + ": " + last);
    assertTrue(last.deletedFiles() <= 1, name + ": " + last);
  }

  private static long bytes(Path tapes) throws IOException {
    long bytes = 0;
    List<Path> all;
    try (Stream<Path> walk = Files.walk(tapes.resolve(SESSION))) {
      all = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : all) {
      try {
        bytes += Files.size(file);
      } catch (NoSuchFileException dropped) {
        bytes += 0;
      }
    }
    return bytes;
  }

  /** Written in pieces: an hour is too much for the heap. */
  private Path noise() throws IOException {
    Path file = directory.resolve("noise.wav");
    SplittableRandom random = new SplittableRandom(1);
    byte[] second = new byte[Math.toIntExact(FORMAT.bytes(FORMAT.sampleRateHz()))];
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(WavHeader.of(FORMAT, (long) SECONDS * second.length));
      for (int i = 0; i < SECONDS; i++) {
        random.nextBytes(second);
        out.write(second);
      }
    }
    return file;
  }

  private static Path wav(Studio studio) {
    return studio.received().resolve(SESSION + ".wav");
  }
}
