package dev.tapewire.launcher.service;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Speech that a program understands for certain: a word is three tones of 100 ms, each one of 16
 * frequencies, and then silence; after eight words the speaker takes breath. It survives 8 kHz
 * mu-law. Immutable.
 */
public final class ToneWords {
  /** There are so many words. */
  public static final int WORDS = 4096;

  static final int TONES = 16;
  static final double TONE_SECONDS = 0.1;
  static final double WORD_SECONDS = 3 * TONE_SECONDS;
  static final int LOWEST_HZ = 400;
  static final int STEP_HZ = 200;
  private static final double PAUSE_SECONDS = 0.3;
  // Longer than what any service takes for the end of an utterance (500 ms).
  private static final double BREATH_SECONDS = 0.9;
  private static final int WORDS_PER_BREATH = 8;
  private static final double RAMP_SECONDS = 0.008;
  private static final double LOUDNESS = 0.4;

  private final List<HeardWord> words;
  private final int rate;
  private final long samples;

  private ToneWords(List<HeardWord> words, int rate, long samples) {
    this.words = List.copyOf(words);
    this.rate = rate;
    this.samples = samples;
  }

  /** {@return {@code seconds} of words from {@code first} on, each number next to the other} */
  public static ToneWords of(int first, double seconds, int rate) {
    List<HeardWord> words = new ArrayList<>();
    double at = PAUSE_SECONDS;
    int said = 0;
    while (at + WORD_SECONDS + PAUSE_SECONDS <= seconds) {
      long start = Math.round(at * rate);
      long end = start + Math.round(WORD_SECONDS * rate);
      words.add(new HeardWord(0, (first + said) % WORDS, start, end, rate));
      said++;
      at += WORD_SECONDS + (said % WORDS_PER_BREATH == 0 ? BREATH_SECONDS : PAUSE_SECONDS);
    }
    return new ToneWords(words, rate, Math.round(seconds * rate));
  }

  /** {@return the words, in order} */
  public List<HeardWord> words() {
    return words;
  }

  /** {@return the transcript: all words, a space between} */
  public String text() {
    return String.join(" ", words.stream().map(HeardWord::text).toList());
  }

  /** {@return all of it as samples} */
  public short[] pcm() {
    short[] pcm = new short[Math.toIntExact(samples)];
    for (HeardWord word : words) {
      say(word, pcm);
    }
    return pcm;
  }

  /** Writes a WAV, mono, s16le. */
  public void write(Path file) throws IOException {
    short[] pcm = pcm();
    int bytes = pcm.length * 2;
    ByteBuffer out = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
    out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + bytes);
    out.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    out.putShort((short) 1).putShort((short) 1).putInt(rate).putInt(rate * 2);
    out.putShort((short) 2).putShort((short) 16);
    out.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
    for (short sample : pcm) {
      out.putShort(sample);
    }
    try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(file))) {
      stream.write(out.array());
    }
  }

  private void say(HeardWord word, short[] pcm) {
    for (int tone = 0; tone < 3; tone++) {
      double hz = LOWEST_HZ + STEP_HZ * ((word.number() >> (4 * (2 - tone))) & (TONES - 1));
      long length = word.end() - word.start();
      long from = word.start() + length * tone / 3;
      long until = word.start() + length * (tone + 1) / 3;
      for (long i = from; i < until; i++) {
        double edge = Math.min(i - from + 1, until - i) / (RAMP_SECONDS * rate);
        double gain = edge >= 1 ? 1 : 0.5 - 0.5 * Math.cos(Math.PI * edge);
        double wave = Math.sin(2 * Math.PI * hz * (i - from) / rate);
        pcm[(int) i] = (short) Math.round(Short.MAX_VALUE * LOUDNESS * gain * wave);
      }
    }
  }
}
