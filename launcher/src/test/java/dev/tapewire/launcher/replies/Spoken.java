package dev.tapewire.launcher.replies;

import com.google.gson.JsonPrimitive;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.reply.Reply;
import dev.tapewire.common.reply.Word;
import java.util.ArrayList;
import java.util.List;

/** Makes replies for tests, with times in milliseconds. Safe for use by any thread. */
final class Spoken {
  /** A position is a millisecond. */
  static final PcmFormat FORMAT = new PcmFormat(1000, 1, Encoding.S16LE);

  private Spoken() {}

  /** {@return a final without words} */
  static Reply whole(long link, long from, long until, String text) {
    return reply(Reply.Kind.FINAL, link, from, until, text, List.of());
  }

  /** {@return a final whose words each last {@code each}, one after another} */
  static Reply words(long link, long from, long each, String text) {
    List<Word> words = new ArrayList<>();
    long at = from;
    for (String word : text.split("\\s+")) {
      words.add(new Word(word.replaceAll("[.,]", ""), at, at + each));
      at += each;
    }
    return reply(Reply.Kind.FINAL, link, from, at, text, words);
  }

  static Reply reply(
      Reply.Kind kind, long link, long from, long until, String text, List<Word> words) {
    return new Reply(0, link, kind, from, until, text, words, null, new JsonPrimitive("m"));
  }

  static List<String> texts(Reply... replies) {
    Transcript transcript = new Transcript();
    List.of(replies).forEach(transcript::add);
    return transcript.lines().stream().map(Line::text).toList();
  }
}
