package dev.tapewire.launcher.replies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.record.Continues;
import dev.tapewire.common.reply.Reply;
import dev.tapewire.common.reply.ReplyWriter;
import dev.tapewire.common.session.Destination;
import dev.tapewire.common.session.Removal;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.NewSession;
import dev.tapewire.common.tape.SessionParts;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeWriter;
import dev.tapewire.common.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was answered to a recording of two sessions, each a second long: a thousand positions. */
class RecordingRepliesTest {
  private static final int PART = 1000;
  private static final String ONE = "deepgram=wss://one.example/listen";
  private static final String OTHER = "vosk=ws://other.example";

  @TempDir private Path tapes;

  @BeforeEach
  void record() throws IOException {
    record(1);
    answer(1, ONE, Spoken.whole(0, 10, 20, "first"), Spoken.whole(1, 30, 40, "link"));
    record(2);
  }

  private void record(int number) {
    Continues before =
        number == 1
            ? null
            : new Continues(SessionParts.name("s", number - 1), (number - 1L) * PART);
    NewSession wanted =
        new NewSession(Spoken.FORMAT, "tone", PART, List.of(ONE)).after(before, List.of());
    try (TapeWriter tape =
        Tape.openWriter(paths(number), wanted, new ManualClock(), new Random(number))) {
      tape.frame(new byte[2 * PART], 0, PART, 1);
      tape.end();
    }
  }

  private void answer(int number, String by, Reply... replies) throws IOException {
    answer(paths(number), by, paths(number).destinationName(Destination.keyOf(by)), replies);
  }

  private static void answer(SessionPaths paths, String by, Path nameFile, Reply... replies)
      throws IOException {
    Files.createDirectories(nameFile.getParent());
    Files.writeString(nameFile, by);
    String key = Destination.keyOf(by);
    try (ReplyWriter writer = ReplyWriter.open(paths, key, null, new ManualClock(), new Random())) {
      List.of(replies).forEach(writer::append);
    }
  }

  private SessionPaths paths(int number) {
    return SessionPaths.of(tapes, SessionParts.name("s", number));
  }

  private Answered answered() {
    return new Answered(tapes, "s", null);
  }

  private static List<String> read(RecordingReplies replies) {
    List<String> read = new ArrayList<>();
    Reply reply;
    while ((reply = replies.poll()) != null) {
      read.add(reply.link() + " " + reply.from() + ".." + reply.until() + " " + reply.text());
    }
    return read;
  }

  @Test
  void theyStandOnTheTimelineOfTheRecording() throws IOException {
    answer(2, ONE, Spoken.words(0, 5, 10, "second part"));

    try (RecordingReplies replies =
        new RecordingReplies(answered().parts(), answered().key(), null)) {
      assertEquals("0 10..20 first", read(replies).get(0));
    }
    try (RecordingReplies replies =
        new RecordingReplies(answered().parts(), answered().key(), null)) {
      replies.poll();
      replies.poll();
      Reply second = replies.poll();
      assertEquals(2, second.link(), "a link of another part is another link");
      assertEquals(PART + 5, second.from());
      assertEquals(PART + 25, second.until());
      assertEquals(PART + 15, second.words().get(1).from());
      assertNull(replies.poll());
    }
  }

  @Test
  void ofALaterPartAloneTheyStandOnItsOwn() throws IOException {
    answer(2, ONE, Spoken.whole(0, 5, 25, "second"));
    Answered alone = new Answered(tapes, "s.2", null);

    try (RecordingReplies replies = new RecordingReplies(alone.parts(), alone.key(), null)) {
      assertEquals(List.of("0 5..25 second"), read(replies));
    }
  }

  @Test
  void partsThatComeAreTakenToo() throws IOException {
    try (RecordingReplies replies =
        new RecordingReplies(answered().parts(), answered().key(), null)) {
      assertEquals(List.of("0 10..20 first", "1 30..40 link"), read(replies));
      record(3);
      answer(3, ONE, Spoken.whole(0, 1, 2, "third"));
      answer(2, ONE, Spoken.whole(0, 1, 2, "second"));
      replies.add(answered().parts());
      assertEquals(List.of("2 1001..1002 second", "3 2001..2002 third"), read(replies));
    }
  }

  @Test
  void severalThatAnsweredDifferentPartsAreAskedFor() throws IOException {
    answer(2, OTHER, Spoken.whole(0, 5, 25, "second"));

    TapewireException e = assertThrows(TapewireException.class, () -> answered().key());
    assertTrue(e.getMessage().contains(ONE + ", " + OTHER), e.getMessage());
    assertEquals(Destination.keyOf(OTHER), new Answered(tapes, "s", "vosk").key());
  }

  @Test
  void isOverWhenNoPartIsAwaited() throws IOException {
    String key = Destination.keyOf(ONE);
    assertFalse(answered().isOver());
    paths(1).abandoned(key).set();
    assertFalse(answered().isOver(), "nobody has begun with the second, which is addressed");
    answer(2, ONE, Spoken.whole(0, 5, 25, "second"));
    assertFalse(answered().isOver());
    paths(2).abandoned(key).set();
    assertTrue(answered().isOver());
  }

  /** It was of the whole recording, and stands where that was named. */
  @Test
  void aReplaysAreShownThoughTheFirstPartIsGone() throws IOException {
    Removal.remove(paths(1));
    String name = ONE + Destination.REPLAY;
    Path nameFile = paths(1).replayName(Destination.keyOf(name));
    answer(paths(1), name, nameFile, Spoken.whole(0, 1500, 1600, "again"));

    try (RecordingReplies replies =
        new RecordingReplies(answered().parts(), answered().key(), null)) {
      assertEquals(List.of("0 1500..1600 again"), read(replies));
    }
  }
}
