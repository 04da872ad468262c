package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.record.Continues;
import dev.tapewire.common.reply.Reply;
import dev.tapewire.common.reply.ReplyWriter;
import dev.tapewire.common.reply.SpokenAudio;
import dev.tapewire.common.session.Destination;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.NewSession;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeWriter;
import dev.tapewire.common.time.SystemClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What services answered, as people and programs see it. */
@Timeout(1800)
class RepliesIT {
  private static final PcmFormat FORMAT = new PcmFormat(8000, 1, Encoding.S16LE);
  private static final String ONE = "deepgram=wss://one.example/listen";
  private static final String OTHER = "vosk=ws://other.example";

  @TempDir private Path directory;

  private Studio studio;
  private SessionPaths paths;

  @BeforeEach
  void record() throws Exception {
    studio = new Studio(directory);
    Path source = directory.resolve("speech.wav");
    WavFile.write(source, FORMAT, 8000, 1);
    Program capture =
        studio.tapewire(
            "capture", "--source", source.toString(), "--speed", "max", "--session", "s");
    assertEquals(0, capture.awaitExit(Host.PROGRAM_BOUND), capture.toString());
    paths = SessionPaths.of(studio.tapes(), "s");
  }

  @AfterEach
  void close() throws Exception {
    studio.close();
  }

  @Test
  void showsThemInEachForm() throws Exception {
    try (ReplyWriter replies = writer(ONE)) {
      replies.append(said(0, 0, 4000, "Good \u00e4ges\n\u001b[2J"));
      replies.append(said(1, 2000, 5000, "ges"));
      replies.append(said(1, 5000, 12000, "there"));
      replies.append(spoken());
    }
    assertEquals(
        "00:00:00.000  Good \u00e4ges [2J\n00:00:00.625  there\n", show().replace("\r", ""));
    assertEquals("Good \u00e4ges [2J\nthere\n", show("--text"));
    assertTrue(show("--srt").startsWith("1\n00:00:00,000 --> 00:00:00,500\nGood \u00e4ges [2J\n"));
    assertTrue(show("--vtt").startsWith("WEBVTT\n\n00:00:00.000 --> 00:00:00.500\n"));
    List<JsonObject> all =
        show("--json").lines().map(l -> JsonParser.parseString(l).getAsJsonObject()).toList();
    assertEquals(4, all.size());
    assertEquals(12000, all.get(2).get("until").getAsLong());
    Path wav = directory.resolve("spoken.wav");
    show("--wav", wav.toString());
    Path again = Files.writeString(directory.resolve("spoken.mp3"), "");
    Program twice = replies("--wav", again.toString());
    assertEquals(0, twice.awaitExit(Host.PROGRAM_BOUND), twice.toString());
    assertTrue(twice.err().contains(again + " will hold a WAV file"), twice.toString());
    assertTrue(twice.err().contains(again + " was there before"), twice.toString());
    assertEquals("AAAA", new String(WavFile.data(wav), java.nio.charset.StandardCharsets.UTF_8));
    refused("--follow goes with", 2, "--follow", "--vtt");
    refused("mutually exclusive", 2, "--json", "--vtt");
  }

  @Test
  void asksWhoseRepliesIfSeveralAnswered() throws Exception {
    refused("session s has no replies", 1);
    for (String name : List.of(ONE, OTHER)) {
      try (ReplyWriter replies = writer(name)) {
        replies.append(said(0, 0, 4000, name));
      }
    }
    refused(ONE + ", " + OTHER, 2);
    refused("session s has no replies of gladia", 1, "--to", "gladia");
    assertEquals(ONE + "\n", show("--text", "--to", "deepgram"));
    assertEquals(OTHER + "\n", show("--text", "--to", OTHER));
    assertEquals("s", studio.session("s").get("id").getAsString());
    Program delete = studio.tapewire("delete", "s", "--force");
    assertEquals(0, delete.awaitExit(Host.PROGRAM_BOUND), delete.toString());
    assertFalse(Files.exists(paths.directory()), "replies outlive their session");
  }

  @Test
  void followsUntilTheDeliveryIsOverOrSomebodyHasEnough() throws Exception {
    Program follow = studio.tapewire("replies", "s", "--follow");
    Program json = studio.tapewire("replies", "s", "--follow", "--json");
    try (ReplyWriter replies = writer(ONE)) {
      for (int i = 0; i < 3; i++) {
        replies.append(said(0, i * 1000, i * 1000 + 1000, "line" + i));
        follow.await("(?s).*line" + i + "\n", Host.START_BOUND);
        json.await("(?s).*line" + i + ".*", Host.START_BOUND);
      }
      assertEquals(0, json.stop(Host.PROGRAM_BOUND), json.toString());
      replies.append(said(0, 3000, 4000, "last"));
      paths.abandoned(Destination.keyOf(ONE)).set();
    }
    assertEquals(0, follow.awaitExit(Host.PROGRAM_BOUND), follow.toString());
    assertTrue(follow.out().endsWith("00:00:00.375  last\n"), follow.toString());
    showsThoseToAllPartsAsOneTimeline();
  }

  private void showsThoseToAllPartsAsOneTimeline() throws Exception {
    NewSession behind =
        new NewSession(FORMAT, "tone", 8000, List.of(ONE))
            .after(new Continues("s", 8000), List.of());
    paths = SessionPaths.of(studio.tapes(), "s.2");
    try (TapeWriter tape = Tape.openWriter(paths, behind, new SystemClock(), new Random());
        ReplyWriter replies = writer(ONE)) {
      tape.frame(new byte[2 * 8000], 0, 8000, 1);
      tape.end();
      replies.append(said(0, 2000, 4000, "behind the seam"));
      paths.abandoned(Destination.keyOf(ONE)).set();
    }
    assertTrue(show().endsWith("00:00:00.375  last\n00:00:01.250  behind the seam\n"), show());
    assertTrue(show("--follow").endsWith("00:00:01.250  behind the seam\n"));
  }

  private ReplyWriter writer(String name) throws Exception {
    String key = Destination.keyOf(name);
    Files.createDirectories(paths.destination(key));
    Files.writeString(paths.destinationName(key), name);
    return ReplyWriter.open(paths, key, null, new SystemClock(), new Random());
  }

  private static Reply said(long link, long from, long until, String text) {
    return new Reply(0, link, Reply.Kind.FINAL, from, until, text, List.of(), null, null);
  }

  private static Reply spoken() {
    return new Reply(
        0,
        1,
        Reply.Kind.AUDIO,
        0,
        0,
        null,
        List.of(),
        new SpokenAudio("/audio", 16000, "s16le"),
        JsonParser.parseString("{\"audio\":\"QUFBQQ==\"}"));
  }

  private String show(String... options) throws Exception {
    Program replies = replies(options);
    assertEquals(0, replies.awaitExit(Host.PROGRAM_BOUND), replies.toString());
    return replies.out();
  }

  private void refused(String why, int exitCode, String... options) throws Exception {
    Program replies = replies(options);
    assertEquals(exitCode, replies.awaitExit(Host.PROGRAM_BOUND), replies.toString());
    assertTrue(replies.err().contains(why), replies.err());
  }

  private Program replies(String... options) throws Exception {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "s";
    System.arraycopy(options, 0, arguments, 1, options.length);
    return studio.tapewire("replies", arguments);
  }
}
