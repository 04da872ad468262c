package dev.tapewire.launcher.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToneWordsTest {
  private static final double TEN_MINUTES = 600;

  @ParameterizedTest
  @ValueSource(ints = {8000, 16000, 24000, 44100})
  void tenMinutesAreUnderstoodWithoutAnError(int rate) {
    ToneWords spoken = ToneWords.of(3500, TEN_MINUTES, rate);

    assertHeard(spoken.words(), hear(spoken.pcm(), rate, 0, Integer.MAX_VALUE));
  }

  @Test
  void tenMinutesSurviveMuLaw() {
    ToneWords spoken = ToneWords.of(17, TEN_MINUTES, 8000);
    short[] pcm = spoken.pcm();
    byte[] code = new byte[1];
    for (int i = 0; i < pcm.length; i++) {
      code[0] = muLaw(pcm[i]);
      pcm[i] = (short) (PcmDecoder.MULAW.sample(code, 0) * 32768);
    }

    assertHeard(spoken.words(), hear(pcm, 8000, 0, Integer.MAX_VALUE));
  }

  @Test
  void eachTenthOfASecondCanBeTheSeamAndNoWordIsMisheard() {
    int rate = 16000;
    ToneWords spoken = ToneWords.of(4000, 12, rate);
    short[] pcm = spoken.pcm();
    Random dice = new Random(7);
    for (int cut = 0; cut < pcm.length; cut += 1600 + dice.nextInt(100)) {
      List<HeardWord> first = hear(pcm, rate, 0, cut);
      List<HeardWord> second = hear(pcm, rate, cut, pcm.length);
      List<HeardWord> both = new ArrayList<>(first);
      both.addAll(second);

      int at = cut;
      List<HeardWord> whole =
          spoken.words().stream().filter(w -> w.end() <= at || w.start() >= at).toList();
      for (HeardWord word : whole) {
        assertTrue(both.stream().anyMatch(h -> same(h, word)), "cut at " + cut + ": " + word);
      }
      for (HeardWord word : both) {
        assertTrue(
            spoken.words().stream().anyMatch(w -> same(w, word)), "cut at " + cut + ": " + word);
      }
    }
  }

  @Test
  void whatIsDecidedNeverEndsWithinAWord() {
    int rate = 16000;
    ToneWords spoken = ToneWords.of(0, 12, rate);
    short[] pcm = spoken.pcm();
    List<HeardWord> heard = new ArrayList<>();
    ToneRecognizer recognizer =
        new ToneRecognizer(rate, (n, s, e) -> heard.add(new HeardWord(0, n, s, e, rate)));
    for (short sample : pcm) {
      recognizer.take(sample / 32768f);
      long decided = recognizer.decided();
      for (HeardWord word : spoken.words()) {
        boolean within = word.start() < decided && decided < word.end();
        assertTrue(!within, decided + " is within " + word);
      }
      long complete = spoken.words().stream().filter(w -> w.end() <= decided).count();
      assertEquals(complete, heard.size(), "at " + decided);
    }
  }

  private static List<HeardWord> hear(short[] pcm, int rate, int from, int until) {
    List<HeardWord> heard = new ArrayList<>();
    ToneRecognizer recognizer =
        new ToneRecognizer(
            rate, (n, s, e) -> heard.add(new HeardWord(0, n, s, e, rate).moved(0, from)));
    for (int i = from; i < Math.min(until, pcm.length); i++) {
      recognizer.take(pcm[i] / 32768f);
    }
    recognizer.finish();
    return heard;
  }

  private static void assertHeard(List<HeardWord> spoken, List<HeardWord> heard) {
    assertEquals(
        spoken.stream().map(HeardWord::text).toList(),
        heard.stream().map(HeardWord::text).toList());
    for (int i = 0; i < spoken.size(); i++) {
      assertTrue(same(spoken.get(i), heard.get(i)), spoken.get(i) + " and " + heard.get(i));
    }
  }

  private static boolean same(HeardWord one, HeardWord other) {
    return one.number() == other.number()
        && Math.abs(one.start() - other.start()) < one.rate() / 25
        && Math.abs(one.end() - other.end()) < one.rate() / 25;
  }

  private static byte muLaw(short sample) {
    int size = Math.min(32635, Math.abs(sample)) + 0x84;
    int exponent = 31 - Integer.numberOfLeadingZeros(size) - 7;
    int code = (sample < 0 ? 0x80 : 0) | exponent << 4 | (size >> exponent + 3 & 0x0f);
    return (byte) ~code;
  }
}
