package dev.tapewire.receiver.reception;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tapewire.common.audio.WavHeader;
import dev.tapewire.common.process.Deaths;
import dev.tapewire.common.process.Instants;
import dev.tapewire.common.tape.MemoryTape;
import dev.tapewire.common.wire.Control;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A receiver dies at every system call of a delivery: its begin, each commit and acknowledgement, a
 * stop, a later life, a ledger written anew, a tape cut back, the end. Each time another opens what
 * is there, still holds all that was acknowledged, and takes the rest.
 */
@Timeout(3600)
final class EveryInstantTest {
  @TempDir private Path directory;

  private String phase;
  private MemoryTape first;
  private MemoryTape second;
  private byte[] whole;
  private byte[] wholeAfterCut;

  @BeforeEach
  void assumeTracing() {
    assumeTrue(Instants.possible(), "needs strace and leave to trace");
  }

  @ParameterizedTest
  @ValueSource(strings = {DeliveryProcess.GOES_ON, DeliveryProcess.GOES_BACK})
  void allThatWasAcknowledgedIsThereAndTheRestFollowsWhereverItDied(String of) throws Exception {
    phase = of;
    first = tape(false);
    second = phase.equals(DeliveryProcess.GOES_BACK) ? tape(true) : first;
    whole = reference(first);
    wholeAfterCut = reference(second);
    Deaths.anywhere(
        "a delivery " + phase,
        directory,
        new Deaths.Scene() {
          @Override
          public Process start(Path at) throws IOException {
            return Instants.start(DeliveryProcess.class, at.toString(), phase);
          }

          @Override
          public double check(Path at, String what) throws IOException {
            return checkDelivery(at, what);
          }
        });
  }

  /** {@return what is on the tape in the end, cut back or not} */
  private MemoryTape tape(boolean cut) {
    MemoryTape tape = DeliveryProcess.tape(phase);
    if (cut) {
      DeliveryProcess.cut(tape);
    } else if (phase.equals(DeliveryProcess.GOES_BACK)) {
      tape.addEnd();
    }
    return tape;
  }

  /** {@return the WAV of a delivery that nothing disturbs} */
  private byte[] reference(MemoryTape tape) throws IOException {
    Path out = directory.resolve("reference");
    RecordingPeer peer = new RecordingPeer("sender");
    DiskScene scene = new DiskScene(out, tape);
    scene.hello(peer);
    finish(scene, peer, tape, "reference");
    byte[] wav = Files.readAllBytes(wav(out));
    delete(out);
    return wav;
  }

  private double checkDelivery(Path at, String what) throws IOException {
    List<String> told = Files.readAllLines(at.resolve(DeliveryProcess.TOLD));
    boolean cut = told.contains("cut");
    MemoryTape tape = cut ? second : first;
    Path out = at.resolve("out");
    RecordingPeer peer = new RecordingPeer("sender");
    long beganNs = System.nanoTime();
    DiskScene scene = new DiskScene(out, tape);
    scene.hello(peer);
    double ms = (System.nanoTime() - beganNs) / 1e6;
    String life = first.incarnation();
    Control.Welcome welcome = welcome(peer, what);
    if (cut && welcome.incarnation().equals(life) && welcome.next() > DeliveryProcess.CUT_AT) {
      scene.say(peer, new Control.Rewind(life, DeliveryProcess.CUT_AT));
    }
    long next = welcome(peer, what).next();
    assertTrue(next >= promised(told), what + ": " + next + " of " + promised(told));
    finish(scene, peer, tape, what);
    assertArrayEquals(cut ? wholeAfterCut : whole, Files.readAllBytes(wav(out)), what);
    assertEquals(cut, hasAside(out), what);
    return ms;
  }

  private static Control.Welcome welcome(RecordingPeer peer, String what) {
    Control.Welcome welcome = peer.newest(Control.Welcome.class);
    assertNotNull(welcome, what + ": " + peer.closeReason);
    return welcome;
  }

  /** {@return the number below which all is acknowledged and on the tape still} */
  private static long promised(List<String> told) {
    long next = 0;
    for (String line : told) {
      next =
          line.equals("cut")
              ? Math.min(next, DeliveryProcess.CUT_AT)
              : Long.parseLong(line.substring(line.indexOf(' ') + 1));
    }
    return next;
  }

  private static void finish(DiskScene scene, RecordingPeer peer, MemoryTape tape, String what) {
    long next = welcome(peer, what).next();
    if (next < tape.endNumber()) {
      scene.send(peer, next, tape.endNumber());
    }
    scene.end(peer);
    Control.Complete complete = peer.newest(Control.Complete.class);
    assertEquals(new Control.Complete(DiskScene.digest(tape)), complete, what);
    scene.stop();
  }

  /** {@return whether the audio that the tape lost is there, whole, in a file of its own} */
  private boolean hasAside(Path out) throws IOException {
    int headBytes = WavHeader.length(MemoryTape.FORMAT);
    long lostAt = (DeliveryProcess.CUT_AT - 1) * MemoryTape.FRAME_SAMPLES;
    boolean found = false;
    try (var files = Files.newDirectoryStream(out, Scene.SESSION + ".cut-*.wav")) {
      for (Path file : files) {
        byte[] aside = Files.readAllBytes(file);
        int from = headBytes + (int) MemoryTape.FORMAT.bytes(lostAt);
        found |=
            aside.length > headBytes
                && Arrays.equals(
                    aside,
                    headBytes,
                    aside.length,
                    whole,
                    Math.min(from, whole.length),
                    whole.length);
      }
    }
    return found;
  }

  private static Path wav(Path out) {
    return out.resolve(Scene.SESSION + ".wav");
  }

  private static void delete(Path tree) throws IOException {
    try (var files = Files.walk(tree)) {
      for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
