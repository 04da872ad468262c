package dev.tapewire.common.tape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.session.SessionSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What a tape refuses, each in one line that says what to do. */
class TapeRefusalTest {
  @TempDir Path tapes;

  private TapeSession session;

  @Test
  void aSessionThatIsNotThere() {
    session = new TapeSession(tapes, 1);
    refuses(() -> Tape.openReader(session.paths), "no session 'session' in " + tapes);
    assertFalse(Tape.hasBegun(session.paths));
    assertFalse(Files.exists(session.paths.directory()));
  }

  @Test
  void aSessionThatHasNotBegun() throws IOException {
    session = new TapeSession(tapes, 2);
    Files.createDirectories(session.paths.directory());
    refuses(() -> Tape.openReader(session.paths), "nothing on its tape");
    assertFalse(Tape.hasBegun(session.paths));
    session.record(1);
    assertTrue(Tape.hasBegun(session.paths));
  }

  @Test
  void aDirectoryThatCannotBeMade() throws IOException {
    Files.writeString(tapes.resolve("file"), "x");
    session = new TapeSession(tapes.resolve("file"), 3);
    refuses(session::openWriter, "can't write to " + session.paths.directory());
  }

  @Test
  void anotherSourceFormatOrFrame() {
    session = new TapeSession(tapes, 4);
    session.record(1);
    PcmFormat other = new PcmFormat(48_000, 2, Encoding.S24LE);
    refusesToGoOnWith(new NewSession(TapeSession.FORMAT, "mic", 1024, List.of()), "not mic");
    refusesToGoOnWith(new NewSession(other, "tone", 1024, List.of()), "not 48000 Hz, 2 ch, s24le");
    refusesToGoOnWith(new NewSession(TapeSession.FORMAT, "tone", 512, List.of()), "not 512");
    session.record(1);
    assertEquals(2, TapeSession.pcm(session.readAll()).size());
  }

  @Test
  void aSessionThatHasEnded() throws IOException {
    session = new TapeSession(tapes, 5);
    try (TapeWriter writer = session.openWriter()) {
      writer.end();
    }
    refuses(session::openWriter, "has ended");
    assertTrue(SessionSummary.read(session.paths).ended());
  }

  @Test
  void aSummaryThatIsGoneIsMadeAgainFromTheTape() throws IOException {
    session = new TapeSession(tapes, 6);
    try (TapeWriter writer = session.openWriter()) {
      writer.gap(5, dev.tapewire.common.record.GapReason.OVERRUN);
    }
    session.record(3);
    SessionSummary before = SessionSummary.read(session.paths);
    for (String left : List.of("", "{}", "[1]", "{\"id\":5")) {
      Files.writeString(session.paths.summary(), left);
      assertEquals(null, SessionSummary.read(session.paths));
      session.openWriter().close();
      assertEquals(before, SessionSummary.read(session.paths), left);
    }
  }

  private void refusesToGoOnWith(NewSession wanted, String why) {
    refuses(() -> Tape.openWriter(session.paths, wanted, session.clock, session.random), why);
  }

  private static void refuses(Executable call, String why) {
    TapewireException e = assertThrows(TapewireException.class, call);
    assertEquals(ExitCode.FAILED, e.exitCode());
    assertTrue(e.getMessage().contains(why), e.getMessage());
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
  }
}
