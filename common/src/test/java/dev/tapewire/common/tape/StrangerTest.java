package dev.tapewire.common.tape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.checkpoint.MappedCheckpointStore;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.file.OwnFiles;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.session.DirectoryLock;
import dev.tapewire.common.session.Removal;
import dev.tapewire.common.session.SessionPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Links that a stranger left in a tapes directory lead nowhere. */
class StrangerTest {
  private static final String PRECIOUS = "precious";

  @TempDir Path temp;
  private Path tapes;
  private Path foreign;
  private TapeSession session;

  @BeforeEach
  void aSessionAndAFileOfSomebodyElse() throws IOException {
    tapes = Files.createDirectory(temp.resolve("tapes"));
    foreign = Files.createDirectory(temp.resolve("foreign")).resolve("file");
    Files.writeString(foreign, PRECIOUS);
    session = new TapeSession(tapes, 1);
    session.record(3);
  }

  private Path link(Path at, Path to) throws IOException {
    Files.createDirectories(at.getParent());
    Files.deleteIfExists(at);
    return Files.createSymbolicLink(at, to);
  }

  private void assertUntouched() throws IOException {
    assertEquals(PRECIOUS, Files.readString(foreign));
    assertEquals(1, foreign.getParent().toFile().list().length);
  }

  @Test
  void theCaptureLockIsNotWrittenThroughALink() throws IOException {
    link(session.paths.captureLock(), foreign);
    String refused = assertThrows(TapewireException.class, session::openWriter).getMessage();
    assertUntouched();
    assertTrue(refused.contains("capture.lock: is a link"), refused);
  }

  @Test
  void locksCheckpointsAndCountersAreNotWrittenThroughLinks() throws IOException {
    SessionPaths paths = session.paths;
    assertRefused(() -> DirectoryLock.tryAcquire(link(paths.sendLock("k"), foreign)));
    assertRefused(() -> MappedCheckpointStore.open(link(paths.checkpoint("k"), foreign)));
    assertRefused(
        () -> CounterFile.openWriter(link(paths.sendCounters("k"), foreign), CaptureCounter.class));
    assertRefused(() -> paths.paused().set(), link(paths.paused().file(), foreign));
  }

  private void assertRefused(Executable step, Path... links) throws IOException {
    assertThrows(Exception.class, step);
    assertUntouched();
  }

  @Test
  void whatIsReplacedReplacesTheLink() throws IOException {
    link(session.paths.summary(), foreign);
    link(session.paths.summary().resolveSibling("session.json.new"), foreign);
    session.record(1);
    OwnFiles.replaceDurably(link(session.paths.ahead("k"), foreign), "text");
    assertUntouched();
    assertTrue(Files.isRegularFile(session.paths.summary(), LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void chroniclesTableIsNotMadeThroughALink() throws IOException {
    link(session.paths.directory().resolve("metadata.cq4t"), foreign);
    session.record(1);
    assertUntouched();
  }

  @Test
  void aTapeFileThatIsALinkOrAPipeIsRefused() throws Exception {
    int next = CycleName.parse(session.lastFile().getFileName().toString()) + 1;
    Path file = session.paths.directory().resolve(CycleName.of(next));
    link(file, foreign);
    assertThrows(RuntimeException.class, session::openWriter);
    assertUntouched();
    Files.delete(file);
    assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
    assertThrows(RuntimeException.class, session::openReader);
  }

  @Test
  void aSessionThatIsALinkIsNoSession() throws IOException {
    SessionPaths paths = SessionPaths.of(tapes, "linked");
    link(paths.directory(), foreign.getParent());
    TapewireException refused =
        assertThrows(
            TapewireException.class,
            () -> Tape.openWriter(paths, TapeSession.WANTED, session.clock, session.random));
    assertUntouched();
    assertTrue(refused.getMessage().contains("is a link"), refused::getMessage);
    assertThrows(TapewireException.class, () -> Tape.openReader(paths));
    assertFalse(Tape.hasBegun(paths));
    assertThrows(IOException.class, () -> Removal.remove(paths));
  }

  @Test
  void theTapesDirectoryMayBeALink() throws IOException {
    Path named = link(temp.resolve("named"), tapes);
    TapeSession through = new TapeSession(named, 2);
    through.record(2);
    try (TapeReader reader = through.openReader()) {
      assertEquals(7, reader.endNumber(), "two lives: a header each, 3 and 2 frames");
    }
    Removal.remove(through.paths);
    assertFalse(Files.exists(session.paths.directory()));
  }

  @Test
  void aRemovalErasesNothingBehindALink() throws IOException {
    Path deleted = link(tapes.resolve(".deleted"), foreign.getParent());
    assertThrows(IOException.class, () -> Removal.finish(tapes));
    assertUntouched();
    assertThrows(IOException.class, () -> Removal.remove(session.paths));
    assertUntouched();
    Files.delete(deleted);

    link(session.paths.destinations(), foreign.getParent());
    Removal.remove(session.paths);
    assertUntouched();
    assertFalse(Files.exists(session.paths.directory()));
  }
}
