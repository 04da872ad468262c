package dev.tapewire.common.tape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.reply.Replies;
import dev.tapewire.common.reply.Reply;
import dev.tapewire.common.reply.ReplyWriter;
import dev.tapewire.common.secret.TapeKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What a service answers to a sealed session is sealed with it, and erased with it. */
class SealedReplyTest {
  private static final long SEED = 1;

  @TempDir private Path tapes;
  private TapeKey key;
  private Replies replies;

  @BeforeEach
  void recordSealed() throws IOException {
    key = SealKeys.make(tapes, 1);
    replies = new Replies(tapes, SEED, key);
  }

  private void record() {
    new TapeSession(tapes, SEED, key).record(3);
  }

  private void answer(long number) {
    try (ReplyWriter writer = replies.openWriter()) {
      writer.append(Replies.numbered(number));
    }
  }

  @Test
  void givesRepliesToWhoHasTheKey() {
    record();
    answer(0);
    answer(1);
    assertEquals(List.of(Replies.numbered(0), Replies.numbered(1)), replies.readAll());
  }

  @Test
  void holdsNoReplyInTheClear() throws IOException {
    record();
    answer(7);
    for (Path file : replies.files()) {
      String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
      assertFalse(bytes.contains("word7"), file.toString());
    }
  }

  @Test
  void refusesWhoHasNoKeyOrAnotherByAClearLine() throws IOException {
    record();
    answer(0);
    Replies without = new Replies(tapes, SEED, null);
    Replies other = new Replies(tapes, SEED, SealKeys.make(tapes, 2));
    refused("is sealed; give its key", without::readAll);
    refused("is sealed; give its key", () -> without.openWriter().close());
    refused("was sealed with another key", other::readAll);
    refused("was sealed with another key", () -> other.openWriter().close());
  }

  @Test
  void isErasedWithTheKeyOfTheSession() throws IOException {
    record();
    answer(0);
    Files.delete(replies.paths.sessionKey());
    refused("its key is gone", replies::readAll);
  }

  @Test
  void usesNoKeyAndNonceOfTheSessionEvenInAnIncarnationOfTheSameName() throws IOException {
    new TapeSession(tapes, SEED, key).openWriter().close(); // Makes the session's key.
    CipherSpy.install();
    try {
      // The same seed gives the same incarnation to each, as no real randomness would.
      new TapeSession(tapes, SEED + 1, key).record(3);
      for (long seed = SEED + 1; seed < SEED + 5; seed++) {
        try (ReplyWriter writer = new Replies(tapes, seed, key).openWriter()) {
          writer.append(Replies.ofLength(0, 300_000));
          writer.append(Replies.numbered(1));
        }
      }
      assertEquals(3 + 4 * 5, CipherSpy.seals());
      assertEquals(0, CipherSpy.repeated());
    } finally {
      CipherSpy.remove();
    }
  }

  @Test
  void takesNoReplyInTheClear() {
    Reply clear = Replies.numbered(0);
    try (ReplyWriter writer = new Replies(tapes, SEED, null).openWriter()) {
      writer.append(clear); // Before anything says that the session is sealed.
    }
    record();
    assertEquals(List.of(), replies.readAll());
  }

  private static void refused(String why, Executable what) {
    TapewireException refused = assertThrows(TapewireException.class, what);
    assertTrue(refused.getMessage().contains(why), refused.getMessage());
  }
}
