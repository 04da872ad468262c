package dev.tapewire.common.reply;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import dev.tapewire.common.record.CorruptRecordException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A reply as a line of JSON: what stands on the tape and what {@code tapewire replies --json}
 * prints. Safe for use by any thread.
 */
public final class ReplyJson {
  /** A service's message up to this is kept whole: 3 minutes of speech in base64 are 11 MiB. */
  static final int MESSAGE_BYTES_MAX = 16 << 20;

  /** What is kept of a longer message, and of its text: enough to see what it was. */
  static final int CUT_CHARS = 1 << 20;

  /** Deeper than Gson takes a message by itself (255), as ours stands around it. */
  private static final int NESTING_MAX = 300;

  private ReplyJson() {}

  /** {@return the reply in JSON, cut with a note if its message is too long to be kept} */
  public static String encode(Reply reply) {
    String message = reply.message() == null ? null : reply.message().toString();
    if (message != null && utf8Bytes(message) > MESSAGE_BYTES_MAX) {
      return encode(cut(reply, message));
    }
    try {
      StringWriter text = new StringWriter();
      JsonWriter json = new JsonWriter(text);
      json.beginObject();
      json.name("at_ns").value(reply.atEpochNs());
      json.name("link").value(reply.link());
      json.name("kind").value(reply.kind().label());
      json.name("from").value(reply.from());
      json.name("until").value(reply.until());
      said(reply, json);
      if (message != null) {
        json.name("message").jsonValue(message);
      }
      json.endObject();
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException("a string takes every write", e);
    }
  }

  private static void said(Reply reply, JsonWriter json) throws IOException {
    if (reply.text() != null) {
      json.name("text").value(reply.text());
    }
    if (!reply.words().isEmpty()) {
      json.name("words").beginArray();
      for (Word word : reply.words()) {
        json.beginObject().name("text").value(word.text());
        json.name("from").value(word.from()).name("until").value(word.until()).endObject();
      }
      json.endArray();
    }
    if (reply.audio() != null) {
      json.name("audio").beginObject().name("pointer").value(reply.audio().pointer());
      json.name("rate").value(reply.audio().rate());
      json.name("encoding").value(reply.audio().encoding()).endObject();
    }
  }

  /** Words go, too: they are as long as the message that they came with. */
  private static Reply cut(Reply r, String message) {
    String note = "[cut: the first " + CUT_CHARS + " of " + message.length() + " characters] ";
    String text = r.text() == null ? null : prefix(r.text());
    return new Reply(
        r.atEpochNs(),
        r.link(),
        r.kind(),
        r.from(),
        r.until(),
        text,
        List.of(),
        null,
        new JsonPrimitive(note + prefix(message)));
  }

  private static String prefix(String text) {
    return text.substring(0, Math.min(text.length(), CUT_CHARS));
  }

  private static long utf8Bytes(String text) {
    return text.length() <= MESSAGE_BYTES_MAX / 3
        ? text.length()
        : text.getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * Reads a reply; a kind of a later version is an event.
   *
   * @throws CorruptRecordException if it is none
   */
  public static Reply decode(String text) {
    try {
      JsonReader reader = new JsonReader(new StringReader(text));
      reader.setNestingLimit(NESTING_MAX);
      JsonObject o = JsonParser.parseReader(reader).getAsJsonObject();
      return new Reply(
          o.get("at_ns").getAsLong(),
          o.get("link").getAsLong(),
          kind(o.get("kind").getAsString()),
          o.get("from").getAsLong(),
          o.get("until").getAsLong(),
          o.has("text") ? o.get("text").getAsString() : null,
          words(o),
          o.has("audio") ? audio(o.getAsJsonObject("audio")) : null,
          o.get("message"));
    } catch (JsonParseException
        | IllegalStateException
        | ClassCastException
        | NullPointerException
        | IllegalArgumentException
        | UnsupportedOperationException e) {
      throw new CorruptRecordException("reply is not readable: " + e.getMessage());
    }
  }

  private static Reply.Kind kind(String label) {
    for (Reply.Kind kind : Reply.Kind.values()) {
      if (kind.label().equals(label)) {
        return kind;
      }
    }
    return Reply.Kind.EVENT;
  }

  private static List<Word> words(JsonObject reply) {
    List<Word> words = new ArrayList<>();
    if (reply.has("words")) {
      for (JsonElement each : reply.getAsJsonArray("words")) {
        JsonObject o = each.getAsJsonObject();
        words.add(
            new Word(
                o.get("text").getAsString(),
                o.get("from").getAsLong(),
                o.get("until").getAsLong()));
      }
    }
    return words;
  }

  private static SpokenAudio audio(JsonObject o) {
    return new SpokenAudio(
        o.get("pointer").getAsString(), o.get("rate").getAsInt(), o.get("encoding").getAsString());
  }
}
