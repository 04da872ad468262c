package dev.tapewire.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.audio.WavHeader;
import dev.tapewire.common.record.EndCause;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.session.SessionSummary;
import dev.tapewire.common.tape.Tape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole command, as a process, onto a real tape. */
class CaptureCommandTest {
  private static final int BOUND_S = 60;
  private static final PcmFormat MONO = new PcmFormat(8000, 1, Encoding.S16LE);

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(
      value = Encoding.class,
      names = {"S24LE", "F32LE", "MULAW"})
  void aFileIsOnTheTapeByteForByte(Encoding encoding) throws Exception {
    PcmFormat format = new PcmFormat(48_000, 6, encoding);
    byte[] pcm = random((int) format.bytes(100_001));
    Path wav = wav(format, pcm);

    CaptureProcess capture = start("--source", wav.toString(), "--speed", "max");

    assertEquals(0, capture.await(BOUND_S));
    Recorded recorded = recorded();
    assertEquals(format, recorded.format());
    assertArrayEquals(pcm, recorded.timeline());
    assertTrue(recorded.ended());
    assertTrue(recorded.anchors() > 0);
    assertEquals(2, capture.told().lines().count(), capture.told());
  }

  @Test
  void aFileGoesOnAtTheNextSampleHoweverOftenCaptureIsKilled() throws Exception {
    byte[] pcm = random((int) MONO.bytes(8000 * 60));
    Path wav = wav(MONO, pcm);
    Random random = new Random(8);
    for (int kill = 0; kill < 3; kill++) {
      CaptureProcess capture = start("--source", wav.toString(), "--speed", "20");
      capture.awaitTold("recording ", BOUND_S);
      TimeUnit.MILLISECONDS.sleep(random.nextInt(300));
      capture.kill();
    }

    assertEquals(0, start("--source", wav.toString(), "--speed", "max").await(BOUND_S));

    assertArrayEquals(pcm, recorded().timeline());
    assertEquals(4, recorded().lives());
  }

  @Test
  void aPipeIsOnTheTapeByteForByte() throws Exception {
    byte[] pcm = random(600_000);
    CaptureProcess capture =
        start("--source", "-", "--rate", "8000", "--channels", "2", "--encoding", "s24le");
    try (OutputStream in = capture.input()) {
      for (int at = 0; at < pcm.length; at += 12_345) {
        in.write(pcm, at, Math.min(12_345, pcm.length - at));
      }
    }

    assertEquals(0, capture.await(BOUND_S));
    assertArrayEquals(pcm, recorded().timeline());
  }

  @Test
  void aCommandIsEndedWithTheRecordingAndTheSessionIsWhole() throws Exception {
    Path alive = directory.resolve("alive");
    String command = "while sleep 0.02; do touch " + alive + "; head -c 320 /dev/zero; done";
    CaptureProcess capture = start("--source", "cmd:" + command, "--rate", "8000");
    capture.awaitTrue(() -> Files.exists(alive) && frames() > 3, BOUND_S);

    capture.terminate();

    assertEquals(0, capture.await(BOUND_S));
    assertTrue(recorded().ended());
    Files.delete(alive);
    TimeUnit.MILLISECONDS.sleep(300);
    assertFalse(Files.exists(alive), "the command lives on");
  }

  @Test
  void aCommandThatFailsLeavesWhatItGaveAndATapeThatTellsIt() throws Exception {
    String command = "cmd:head -c 32000 /dev/zero; exit 5";
    CaptureProcess capture = start("--source", command, "--rate", "8000");

    assertEquals(1, capture.await(BOUND_S), capture.told());
    assertTrue(capture.told().contains("ended with exit code 5"), capture.told());
    assertArrayEquals(new byte[32_000], recorded().timeline());
    SessionPaths paths = SessionPaths.of(directory.resolve("tapes"), CaptureProcess.SESSION);
    assertEquals(EndCause.SOURCE_FAILED, Tape.endCause(paths).orElseThrow());
    assertTrue(SessionSummary.read(paths).sourceFailed());

    CaptureProcess again = start("--source", command, "--rate", "8000", "--again");
    assertEquals(1, again.await(BOUND_S), again.told());
    assertTrue(again.told().contains("its source failed"), again.told());
  }

  @Test
  void aCommandThatEndsByTheSignalThatStopsTheRecordingHasNotFailed() throws Exception {
    Path go = directory.resolve("go");
    String waits = "while [ ! -e " + go + " ]; do sleep 0.02; done; kill -TERM $PPID; exit 5";
    CaptureProcess capture =
        start("--source", "cmd:head -c 32000 /dev/zero; " + waits, "--rate", "8000");
    capture.awaitTrue(() -> frames() > 3, BOUND_S);
    Files.createFile(go);

    assertEquals(0, capture.await(BOUND_S), capture.told());
    assertArrayEquals(new byte[32_000], recorded().timeline());
    SessionPaths paths = SessionPaths.of(directory.resolve("tapes"), CaptureProcess.SESSION);
    assertEquals(EndCause.WHOLE, Tape.endCause(paths).orElseThrow());
  }

  @Test
  void aCommandThatGivesNothingIsAFailureThatTellsItsExitCodeAndLeavesNoSession() throws Exception {
    CaptureProcess capture = start("--source", "cmd:exit 7");

    assertEquals(1, capture.await(BOUND_S));
    assertFalse(Files.exists(directory.resolve("tapes").resolve(CaptureProcess.SESSION)));
    assertTrue(capture.told().contains("ended with exit code 7"), capture.told());
    assertTrue(capture.told().contains("nothing recorded"), capture.told());
  }

  @Test
  void anOrphanEndsSoonAndLeavesTheSessionUnfinished() throws Exception {
    // Its parent is this process, which is not the one named.
    CaptureProcess capture = start("--source", "tone", "--supervised-by", "1");

    assertEquals(0, capture.await(BOUND_S));
    assertFalse(recorded().ended());
  }

  @Test
  void aLiveSourceThatGoesOnHasAGapOfItsDowntime() throws Exception {
    CaptureProcess killed = start("--source", "tone", "--rate", "8000");
    killed.awaitTrue(() -> frames() > 5, BOUND_S);
    killed.kill();
    long downSinceNs = System.nanoTime();
    TimeUnit.MILLISECONDS.sleep(500);
    long before = frames();
    CaptureProcess next = start("--source", "tone", "--rate", "8000");
    next.awaitTrue(() -> frames() > before + 2, BOUND_S);
    long downMsMax = (System.nanoTime() - downSinceNs) / 1_000_000;
    next.terminate();

    assertEquals(0, next.await(BOUND_S));
    assertEquals(1, recorded().gaps().size());
    long gapMs = recorded().lostSamples() / 8;
    assertTrue(recorded().gaps().get(0).endsWith("capture-restarted"));
    assertTrue(gapMs >= 400 && gapMs <= downMsMax + 150, gapMs + " of " + downMsMax + " ms");
  }

  private CaptureProcess start(String... options) throws IOException {
    return CaptureProcess.start(directory.resolve("tapes"), options);
  }

  private Recorded recorded() {
    return Recorded.read(directory.resolve("tapes"), CaptureProcess.SESSION);
  }

  private long frames() throws IOException {
    return Recorded.frames(directory.resolve("tapes"), CaptureProcess.SESSION);
  }

  private Path wav(PcmFormat format, byte[] pcm) throws IOException {
    byte[] head = WavHeader.of(format, pcm.length);
    byte[] all = Arrays.copyOf(head, head.length + pcm.length);
    System.arraycopy(pcm, 0, all, head.length, pcm.length);
    return Files.write(directory.resolve("in.wav"), all);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
