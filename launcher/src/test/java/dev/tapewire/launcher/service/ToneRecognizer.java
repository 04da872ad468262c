package dev.tapewire.launcher.service;

import java.util.Arrays;

/**
 * What understands {@link ToneWords}, sample by sample, at any rate: sound with silence around it
 * that is as long as a word is one; its tones are measured with Goertzel's filters. What was cut is
 * no word. Confined to one thread.
 */
final class ToneRecognizer {
  // As loud as the edge of a tone; mu-law's noise is far below.
  private static final double AUDIBLE = 0.02;
  // The pause between two tones of a word is about 10 ms.
  private static final double HUSH_SECONDS = 0.05;
  // What may be missing at the edges before a word is no word; a ramp hides a part of it.
  private static final double MISSING_SECONDS = 0.03;
  // Longer sound is no word: only so much is kept of it.
  private static final double KEPT_SECONDS = 0.5;
  // A tone's power against the power of everything in its time: 1 for the tone alone.
  private static final double PURITY = 0.6;

  private final int rate;
  private final float[] sound;
  private final Heard heard;
  private long at;
  private long start = -1;
  private long loudUntil;

  /** Is told of the words. */
  interface Heard {
    /** The word {@code number} was said from {@code start} until {@code end}, in samples. */
    void word(int number, long start, long end);
  }

  ToneRecognizer(int rate, Heard heard) {
    this.rate = rate;
    this.heard = heard;
    sound = new float[(int) (KEPT_SECONDS * rate)];
  }

  /** Takes the next sample, -1 to 1. */
  void take(float sample) {
    if (Math.abs(sample) > AUDIBLE) {
      if (start < 0) {
        start = at;
      }
      loudUntil = at + 1;
    }
    if (start >= 0 && at - start < sound.length) {
      sound[(int) (at - start)] = sample;
    }
    at++;
    if (start >= 0 && at - loudUntil > HUSH_SECONDS * rate) {
      decide();
    }
  }

  /** Nothing follows: what is complete is decided now. */
  void finish() {
    if (start >= 0) {
      decide();
    }
  }

  /** {@return how many samples it took} */
  long taken() {
    return at;
  }

  /** {@return how many samples it has decided about: a word that goes on is behind them} */
  long decided() {
    long edge = rate / 100; // The first samples of a word are too soft to hear: 10 ms.
    return Math.max(0, (start < 0 ? at : start) - edge);
  }

  /** {@return whether nothing was to be heard for {@code seconds}} */
  boolean silentFor(double seconds) {
    return start < 0 && at - loudUntil >= seconds * rate;
  }

  private void decide() {
    long length = loudUntil - start;
    double whole = ToneWords.WORD_SECONDS * rate;
    if (Math.abs(whole - length) <= MISSING_SECONDS * rate && length <= sound.length) {
      int number = number((int) length);
      if (number >= 0) {
        heard.word(number, start, loudUntil);
      }
    }
    start = -1;
    Arrays.fill(sound, 0);
  }

  private int number(int length) {
    int number = 0;
    for (int tone = 0; tone < 3; tone++) {
      int margin = length / 15; // 20 ms of a tone's 100 at either edge.
      int found = tone(length * tone / 3 + margin, length * (tone + 1) / 3 - margin);
      if (found < 0) {
        return -1;
      }
      number = number << 4 | found;
    }
    return number;
  }

  private int tone(int from, int until) {
    int best = -1;
    double bestPower = 0;
    for (int tone = 0; tone < ToneWords.TONES; tone++) {
      double power = power(from, until, ToneWords.LOWEST_HZ + tone * ToneWords.STEP_HZ);
      if (power > bestPower) {
        best = tone;
        bestPower = power;
      }
    }
    return bestPower >= PURITY ? best : -1;
  }

  private double power(int from, int until, double hz) {
    double turn = 2 * Math.cos(2 * Math.PI * hz / rate);
    double last = 0;
    double before = 0;
    double all = 0;
    for (int i = from; i < until; i++) {
      double now = sound[i] + turn * last - before;
      before = last;
      last = now;
      all += sound[i] * sound[i];
    }
    double found = last * last + before * before - turn * last * before;
    return all == 0 ? 0 : found * 2 / (all * (until - from));
  }
}
