package dev.tapewire.common.reply;

import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.tapewire.common.secret.TapeKey;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The replies of one destination on disk, for tests. Confined to one thread. */
public final class Replies {
  public static final String DESTINATION = "ws-key";

  public final SessionPaths paths;
  private final TapeKey key;
  private final ManualClock clock = new ManualClock();
  private final Random random;

  public Replies(Path tapes, long seed, TapeKey key) {
    paths = SessionPaths.of(tapes, "session");
    random = new Random(seed);
    this.key = key;
  }

  public ReplyWriter openWriter() {
    return ReplyWriter.open(paths, DESTINATION, key, clock, random);
  }

  public ReplyReader openReader() {
    return ReplyReader.open(paths, DESTINATION, key);
  }

  /** {@return what a fresh reader gives} */
  public List<Reply> readAll() {
    try (ReplyReader reader = openReader()) {
      return readOn(reader);
    }
  }

  public static List<Reply> readOn(ReplyReader reader) {
    List<Reply> read = new ArrayList<>();
    Reply reply;
    while ((reply = reader.poll()) != null) {
      read.add(reply);
    }
    return read;
  }

  /** {@return a reply whose every field follows from its number} */
  public static Reply numbered(long number) {
    String text = "word" + number + " \u00e4";
    List<Word> words = List.of(new Word(text, number, number + 1));
    return new Reply(
        number,
        0,
        Reply.Kind.FINAL,
        number,
        number + 1,
        text,
        words,
        null,
        JsonParser.parseString("{\"n\":" + number + ",\"none\":null,\"f\":1.50}"));
  }

  /** {@return a reply with a message of about so many bytes} */
  public static Reply ofLength(long number, int bytes) {
    JsonPrimitive message = new JsonPrimitive("x".repeat(bytes));
    return new Reply(number, 0, Reply.Kind.EVENT, number, number, message);
  }

  public List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(paths.replies(DESTINATION))) {
      return files.filter(f -> f.toString().endsWith(".cq4")).sorted().toList();
    }
  }

  public Path lastFile() throws IOException {
    return files().get(files().size() - 1);
  }
}
