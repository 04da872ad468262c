package dev.tapewire.launcher.service;

import java.util.Locale;

/**
 * A word that a server heard or a recording holds: its number, and where it starts and ends in
 * samples. Immutable.
 *
 * @param link the number of the link it was heard on, from 0; 0 in a recording
 * @param number 0 to 4095
 * @param start the first sample, counted from the start of the service's session
 * @param end the sample behind its last one
 * @param rate samples per second
 */
public record HeardWord(int link, int number, long start, long end, int rate) {
  /** {@return what a transcript says for it, such as {@code w0123}} */
  public String text() {
    return String.format(Locale.ROOT, "w%04d", number);
  }

  /** {@return where it starts, in seconds} */
  public double startSeconds() {
    return (double) start / rate;
  }

  /** {@return where it ends, in seconds} */
  public double endSeconds() {
    return (double) end / rate;
  }

  /** {@return the same word counted from {@code samples} earlier, heard on {@code link}} */
  HeardWord moved(int onLink, long samples) {
    return new HeardWord(onLink, number, start + samples, end + samples, rate);
  }
}
