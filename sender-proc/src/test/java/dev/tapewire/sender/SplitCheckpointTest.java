package dev.tapewire.sender;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.checkpoint.MappedCheckpointStore;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.MemoryTape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SplitCheckpointTest {
  private static final String KEY = "vosk";

  @TempDir Path tapes;

  private final MemoryTape tape = new MemoryTape("s", 1);
  private SessionPaths paths;
  private SplitCheckpoint split;

  @BeforeEach
  void record() throws Exception {
    tape.addFrames(99); // With the header before them a hundred records.
    paths = SessionPaths.of(tapes, "s");
    Files.createDirectories(paths.destination(KEY));
    reopen();
    split.recording(true);
  }

  /** As the next process does after a kill. */
  private void reopen() throws IOException {
    split = SplitCheckpoint.open(paths, KEY, tape.openReader());
  }

  private Checkpoint at(long next) {
    return at(next, false);
  }

  private Checkpoint at(long next, boolean complete) {
    String incarnation = tape.openReader().incarnationAt(next - 1);
    long position = (next - 1) * MemoryTape.FRAME_SAMPLES;
    String digest = Checkpoint.START.digest();
    return new Checkpoint(incarnation, next, position, digest, "vosk", complete);
  }

  private Checkpoint onDisk() throws IOException {
    return MappedCheckpointStore.read(paths.checkpoint(KEY));
  }

  /** Confirmed up to 10, goes on at 50 and confirms up to 60. */
  private void leaveOneGap() {
    split.live().save(at(10));
    split.leave(at(50), 1000);
    split.live().save(at(50));
    split.live().save(at(60));
  }

  @Test
  void isOneCheckpointWhileNothingIsLeftBehind() throws Exception {
    split.live().save(at(10));
    assertEquals(at(10), onDisk());
    assertEquals(-1, split.gapUntil());
    assertFalse(Files.exists(paths.ahead(KEY)));
  }

  @Test
  void keepsTheCheckpointBelowTheGap() throws Exception {
    leaveOneGap();
    assertEquals(at(10), onDisk());
    assertEquals(at(10), split.gap().load());
    assertEquals(at(60), split.live().load());
    assertEquals(50, split.gapUntil());
    assertEquals(1000, split.gapSentPosition());
  }

  @Test
  void knowsAllOfItAfterARestart() throws Exception {
    leaveOneGap();
    split.gap().save(at(20));
    reopen();
    assertEquals(at(20), split.whole());
    assertEquals(at(60), split.live().load());
    assertEquals(50, split.gapUntil());
    assertEquals(1000, split.gapSentPosition());
  }

  @Test
  void joinsWhatIsAheadOnceTheGapIsFilled() throws Exception {
    leaveOneGap();
    split.gap().save(at(50));
    assertEquals(at(10), onDisk(), "the service may have more to say of it");
    split.gap().save(at(50, true));
    assertEquals(at(60), onDisk());
    assertEquals(-1, split.gapUntil());
    assertFalse(Files.exists(paths.ahead(KEY)));
    split.live().save(at(70));
    assertEquals(at(70), onDisk());
  }

  @Test
  void isCompleteOnlyWhenBothAre() throws Exception {
    leaveOneGap();
    split.live().save(at(100, true));
    assertFalse(onDisk().complete());
    split.gap().save(at(50, true));
    assertEquals(at(100, true), onDisk());
  }

  @Test
  void aFilledGapBeforeTheEndLeavesItIncomplete() throws Exception {
    leaveOneGap();
    split.gap().save(at(50, true));
    assertFalse(onDisk().complete());
  }

  @Test
  void fillsOneGapAfterTheOther() throws Exception {
    leaveOneGap();
    split.leave(at(80), 5000);
    split.live().save(at(80));
    split.live().save(at(90));
    reopen();
    assertEquals(50, split.gapUntil());
    split.gap().save(at(50, true));
    assertEquals(at(60), onDisk());
    assertEquals(80, split.gapUntil());
    assertEquals(5000, split.gapSentPosition());
    assertEquals(at(90), split.live().load());
    split.gap().save(at(80, true));
    assertEquals(at(90), onDisk());
  }

  @Test
  void aStretchThatCameToNothingIsNoGapOfItsOwn() throws Exception {
    split.live().save(at(10));
    split.leave(at(50), 1000);
    split.live().save(at(50));
    split.leave(at(80), 1000);
    assertEquals(80, split.gapUntil());
    assertEquals(1, Files.readAllLines(paths.ahead(KEY)).size());
    split.gap().save(at(50, true)); // The delivery that was to end at 50.
    assertEquals(at(50), onDisk());
    assertEquals(80, split.gapUntil());
  }

  @Test
  void aDeathRightBehindTheNoteGoesOnWhereItSays() throws Exception {
    split.live().save(at(10));
    split.leave(at(50), 1000);
    split.live().save(at(60));
    split.leave(at(80), 5000);
    Files.delete(paths.aheadCheckpoint(KEY)); // As if nothing behind the note had been saved.
    reopen();
    assertEquals(80, split.live().load().next());
    assertEquals(50, split.gapUntil());
  }

  @Test
  void aDeathInJoiningIsFinishedAtTheNextStart() throws Exception {
    leaveOneGap();
    byte[] note = Files.readAllBytes(paths.ahead(KEY));
    split.gap().save(at(50, true));
    split.live().save(at(70));
    Files.write(paths.ahead(KEY), note);
    reopen();
    assertEquals(at(70), onDisk());
    assertEquals(-1, split.gapUntil());
    assertFalse(Files.exists(paths.ahead(KEY)));
  }

  @Test
  void forgetsWhatAPowerCutTookFromTheTape() throws Exception {
    leaveOneGap();
    split.leave(at(80), 5000);
    split.live().save(at(90));
    tape.cut(70);
    reopen();
    assertEquals(at(60), split.live().load());
    assertEquals(50, split.gapUntil());
    tape.cut(30);
    reopen();
    assertEquals(-1, split.gapUntil());
    assertEquals(at(10), split.live().load());
  }

  @Test
  void leavesNothingBehindWithoutALiveEdgeOrBeyondItsLimit() {
    split.recording(false);
    assertFalse(split.mayBeLeft());
    split.recording(true);
    for (int i = 0; i < 64; i++) {
      assertTrue(split.mayBeLeft());
      split.leave(at(2 + i), 0);
      split.live().save(at(3 + i)); // Each has something, or it would be no stretch.
    }
    assertFalse(split.mayBeLeft());
  }

  @Test
  void saysWhichFileIsDamaged() throws Exception {
    for (String line : List.of("vosk 1 a 2", "vosk x a 2 3", "vosk 1 a 2 3 b 4 y")) {
      Files.writeString(paths.ahead(KEY), line + "\n");
      IOException told = assertThrows(IOException.class, this::reopen);
      assertTrue(told.getMessage().contains(paths.ahead(KEY) + " is damaged"), told.getMessage());
    }
  }
}
