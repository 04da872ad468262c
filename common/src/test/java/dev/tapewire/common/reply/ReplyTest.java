package dev.tapewire.common.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.tapewire.common.error.TapewireException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service answered is there when asked for, whole or not at all. */
class ReplyTest {
  private static final int MIB = 1 << 20;

  @TempDir private Path directory;
  private Replies replies;

  @BeforeEach
  void place() {
    replies = new Replies(directory, 1, null);
  }

  @Test
  void givesEveryFieldBack() {
    Reply all =
        new Reply(
            1,
            2,
            Reply.Kind.AUDIO,
            3,
            4,
            "say \"\u00e4\"",
            List.of(new Word("say", 3, 4)),
            new SpokenAudio("/delta", 24000, "s16le"),
            JsonParser.parseString("{\"delta\":\"AAA=\",\"n\":null,\"f\":1.0}"));
    Reply least = new Reply(5, 2, Reply.Kind.CLOSED, 6, 6, null);
    try (ReplyWriter writer = replies.openWriter()) {
      writer.append(all);
      writer.append(least);
    }
    assertEquals(List.of(all, least), replies.readAll());
  }

  @Test
  void keepsTheMessageAsItCame() {
    String message = "{\"a\":1.50,\"b\":null,\"c\":\"<&>\",\"d\":12345678901234567890,\"e\":[]}";
    Reply reply = new Reply(0, 0, Reply.Kind.EVENT, 0, 0, JsonParser.parseString(message));
    try (ReplyWriter writer = replies.openWriter()) {
      writer.append(reply);
    }
    assertEquals(message, replies.readAll().get(0).message().toString());
  }

  @Test
  void keepsMessagesOfManyFrames() {
    List<Reply> all = new ArrayList<>();
    try (ReplyWriter writer = replies.openWriter()) {
      for (int bytes : new int[] {0, 98_000, 98_303, 98_304, 200_000, 15 * MIB, 1, 16 * MIB - 2}) {
        all.add(Replies.ofLength(all.size(), bytes));
        writer.append(all.get(all.size() - 1));
      }
    }
    assertEquals(all, replies.readAll());
  }

  @Test
  void cutsALongerMessageAndSaysSo() {
    try (ReplyWriter writer = replies.openWriter()) {
      writer.append(Replies.ofLength(0, 16 * MIB));
      writer.append(Replies.numbered(1));
    }
    List<Reply> read = replies.readAll();
    assertEquals(Replies.numbered(1), read.get(1));
    String message = read.get(0).message().getAsString();
    assertTrue(
        message.startsWith("[cut: the first 1048576 of 16777218 characters] \"xxx"), message);
    assertTrue(message.length() < MIB + 100);
  }

  @Test
  void goesOnBehindAnEarlierLife() {
    for (int life = 0; life < 3; life++) {
      try (ReplyWriter writer = replies.openWriter()) {
        writer.append(Replies.numbered(life));
      }
    }
    List<Reply> all = List.of(Replies.numbered(0), Replies.numbered(1), Replies.numbered(2));
    assertEquals(all, replies.readAll());
  }

  @Test
  void countsLinksOverLivesAndFiles() {
    try (ReplyWriter writer = replies.openWriter()) {
      assertEquals(0, writer.nextLink());
      assertEquals(1, writer.nextLink());
      writer.append(new Reply(0, 1, Reply.Kind.OPENED, 0, 0, null));
      for (int i = 0; i < 3; i++) { // More than a file.
        writer.append(Replies.ofLength(i, 15 * MIB));
      }
    }
    replies.openWriter().close(); // A life without a reply.
    try (ReplyWriter writer = replies.openWriter()) {
      assertEquals(2, writer.nextLink());
      writer.append(new Reply(0, 7, Reply.Kind.OPENED, 0, 0, null));
      assertEquals(8, writer.nextLink());
    }
  }

  @Test
  void readsWhileItIsWritten() {
    try (ReplyReader reader = replies.openReader()) {
      assertNull(reader.poll());
      try (ReplyWriter writer = replies.openWriter()) {
        assertNull(reader.poll());
        writer.append(Replies.numbered(1));
        assertEquals(Replies.numbered(1), reader.poll());
        assertNull(reader.poll());
        writer.append(Replies.ofLength(2, MIB));
        assertEquals(Replies.ofLength(2, MIB), reader.poll());
      }
    }
  }

  @Test
  void leavesNothingOfAReplyThatADeathCutShort() throws IOException {
    try (ReplyWriter writer = replies.openWriter()) {
      writer.append(Replies.numbered(0));
      writer.append(Replies.ofLength(1, 300_000)); // Four frames.
    }
    try (RandomAccessFile file = new RandomAccessFile(replies.lastFile().toFile(), "rw")) {
      file.setLength(file.length() - 50_000);
    }
    assertEquals(List.of(Replies.numbered(0)), replies.readAll());
    try (ReplyWriter writer = replies.openWriter()) {
      writer.append(Replies.ofLength(2, 300_000));
    }
    assertEquals(List.of(Replies.numbered(0), Replies.ofLength(2, 300_000)), replies.readAll());
  }

  @Test
  void passesOverWhatIsDamaged() throws IOException {
    long damageAt;
    try (ReplyWriter writer = replies.openWriter()) {
      writer.append(Replies.ofLength(0, 1000));
      writer.append(Replies.ofLength(1, 300_000));
      writer.append(Replies.ofLength(2, 1000));
    }
    damageAt = Files.size(replies.lastFile()) - 100_000;
    try (RandomAccessFile file = new RandomAccessFile(replies.lastFile().toFile(), "rw")) {
      file.seek(damageAt);
      file.write('y');
    }
    try (ReplyReader reader = replies.openReader()) {
      assertEquals(
          List.of(Replies.ofLength(0, 1000), Replies.ofLength(2, 1000)), Replies.readOn(reader));
      assertEquals(1, reader.damaged());
    }
  }

  @Test
  void givesBackTheDiskThatItAllocatedAhead() throws IOException {
    try (ReplyWriter writer = replies.openWriter()) {
      writer.append(Replies.numbered(0));
    }
    assertTrue(Files.size(replies.lastFile()) < 200_000);
  }

  @Test
  void hasOneWriterAtATime() {
    try (ReplyWriter writer = replies.openWriter()) {
      writer.append(Replies.numbered(0));
      TapewireException refused =
          assertThrows(TapewireException.class, () -> replies.openWriter().close());
      assertTrue(refused.getMessage().contains("being written by process"), refused.getMessage());
    }
    assertFalse(replies.readAll().isEmpty());
  }
}
