package dev.tapewire.launcher.replies;

import static dev.tapewire.launcher.replies.Spoken.texts;
import static dev.tapewire.launcher.replies.Spoken.whole;
import static dev.tapewire.launcher.replies.Spoken.words;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tapewire.common.reply.Reply;
import dev.tapewire.common.reply.Word;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was said is told once, in order, whatever links it came over. */
class TranscriptTest {
  @Test
  void tellsFinalsInOrderOfPosition() {
    assertEquals(
        List.of("one", "two", "three"),
        texts(
            whole(0, 2000, 3000, "two"), whole(0, 0, 2000, "one"), whole(0, 3000, 4000, "three")));
  }

  @Test
  void tellsNothingButFinals() {
    List<Reply> others = new ArrayList<>();
    for (Reply.Kind kind : Reply.Kind.values()) {
      if (kind != Reply.Kind.FINAL) {
        others.add(Spoken.reply(kind, 0, 0, 1000, "no", List.of()));
      }
    }
    others.add(whole(0, 0, 1000, " "));
    others.add(whole(0, 0, 1000, null));
    assertEquals(List.of(), texts(others.toArray(Reply[]::new)));
  }

  @Test
  void dropsWordsThatAnEarlierLinkHeard() {
    assertEquals(
        List.of("One, two, three.", "Four, five."),
        texts(
            words(0, 0, 1000, "One, two, three."),
            words(1, 1000, 1000, "Two, three. Four, five.")));
  }

  @Test
  void believesTheLinkThatBeganEarlierOnTheTape() {
    // The second one went ahead and began inside a word; the third filled what it left behind.
    Reply cut = words(1, 2500, 750, "ree four");
    assertEquals(
        List.of("one", "two three", "four"),
        texts(
            Spoken.reply(Reply.Kind.OPENED, 0, 0, 0, null, List.of()),
            words(0, 0, 1000, "one"),
            Spoken.reply(Reply.Kind.OPENED, 1, 2500, 2500, null, List.of()),
            cut,
            Spoken.reply(Reply.Kind.OPENED, 2, 1000, 1000, null, List.of()),
            words(2, 1000, 1000, "two three")));
  }

  @Test
  void keepsAWordWhoseMiddleNobodyHeard() {
    // The first link broke in the third word, and heard 400 ms of it.
    Reply broken = Spoken.reply(Reply.Kind.FINAL, 0, 0, 2400, "one two", List.of());
    assertEquals(
        List.of("one two", "three four"), texts(broken, words(1, 1000, 1000, "two three four")));
  }

  @Test
  void dropsAFinalWithoutWordsByItsMiddle() {
    assertEquals(
        List.of("one two", "three"),
        texts(
            whole(0, 0, 2000, "one two"),
            whole(1, 1000, 2000, "two"),
            whole(1, 2000, 3000, "three")));
    assertEquals(
        List.of("one two", "two three"),
        texts(whole(0, 0, 2000, "one two"), whole(1, 1500, 3000, "two three")));
  }

  @Test
  void takesInWhatALaterLinkBroughtOfAnEarlierStretch() {
    // The live edge first, then on a second link what lies before it.
    assertEquals(
        List.of("one", "two three", "four five"),
        texts(
            words(0, 0, 1000, "one"),
            words(1, 3000, 1000, "four five"),
            words(2, 1000, 1000, "two three four")));
  }

  @Test
  void anEarlierLinkIsHeardOutEvenIfItsFinalComesLater() {
    assertEquals(
        List.of("one two", "three"),
        texts(words(1, 1000, 1000, "two three"), words(0, 0, 1000, "one two")));
  }

  @Test
  void aLaterFinalOfTheSameStretchCorrectsTheEarlier() {
    assertEquals(
        List.of("right", "next"),
        texts(
            whole(3, 0, 1000, "wrong"), whole(3, 1000, 2000, "next"), whole(3, 0, 1000, "right")));
  }

  @Test
  void twoFinalsOfOneLinkDoNotCoverEachOther() {
    assertEquals(
        List.of("one two", "aside"),
        texts(whole(0, 0, 2000, "one two"), whole(0, 500, 1500, "aside")));
  }

  @Test
  void joinsWordsThatTheTextDoesNotHave() {
    List<Word> words = List.of(new Word("forty", 0, 1000), new Word("two", 1000, 2000));
    Reply numbers = Spoken.reply(Reply.Kind.FINAL, 1, 0, 2000, "42", words);
    assertEquals(List.of("42"), texts(numbers));
    assertEquals(List.of("x", "two"), texts(whole(0, 0, 1000, "x"), numbers));
  }

  @Test
  void addsNoSpacesWhereTheTextHasNone() {
    List<Word> words =
        List.of(new Word("\u4f60", 0, 10), new Word("\u597d", 10, 20), new Word("\u5417", 20, 30));
    Reply chinese = Spoken.reply(Reply.Kind.FINAL, 1, 0, 30, "\u4f60\u597d\u5417\uff1f", words);
    assertEquals(List.of("x", "\u597d\u5417\uff1f"), texts(whole(0, 0, 10, "x"), chinese));
  }

  /** Cuts, each with some overlap, and now and then the live edge before what lies behind it. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void hasEachWordOnceWhateverTheLinksWere(long seed) {
    Random random = new Random(seed);
    int count = 300;
    Set<String> told = new HashSet<>();
    List<Reply> replies = new ArrayList<>();
    int from = 0;
    for (long link = 0; from < count; link++) {
      int until = Math.min(count, from + 1 + random.nextInt(40));
      int begin = Math.max(0, from - random.nextInt(5));
      for (int at = begin; at < until; ) {
        int next = Math.min(until, at + 1 + random.nextInt(6));
        StringBuilder text = new StringBuilder();
        for (int i = at; i < next; i++) {
          text.append("w").append(i).append(". ");
        }
        replies.add(words(link, at * 100L, 100, text.toString()));
        at = next;
      }
      from = until;
    }
    if (seed % 2 == 0) {
      Collections.shuffle(replies, random);
    }
    List<String> all = new ArrayList<>();
    for (String line : texts(replies.toArray(Reply[]::new))) {
      all.addAll(List.of(line.split(" ")));
    }
    assertEquals(count, all.size());
    for (int i = 0; i < count; i++) {
      assertEquals("w" + i + ".", all.get(i));
      told.add(all.get(i));
    }
    assertEquals(count, told.size());
  }

  @Test
  void toldAsItComesAWordIsToldOnceToo() {
    List<String> told = new ArrayList<>();
    Display live = Display.live(line -> told.add(line.text()));
    live.take(words(1, 3000, 1000, "four five"));
    live.take(words(0, 0, 1000, "one two"));
    live.take(words(2, 1000, 1000, "two three four"));
    live.end();
    assertEquals(List.of("four five", "one two", "three"), told);
  }
}
