package dev.tapewire.launcher.service;

import java.util.ArrayList;
import java.util.List;

/**
 * What a session heard: decodes, recognises, and cuts what it heard into spans that join without a
 * gap, none of which ends within a word. Confined to the server's lock.
 */
final class Hearing {
  private final PcmDecoder decoder;
  private final int rate;
  private final ToneRecognizer recognizer;
  private final List<HeardWord> pending = new ArrayList<>();
  private ServiceLink link;
  private long finalUntil;

  Hearing(ServiceLink link, PcmDecoder decoder, int rate) {
    this.link = link;
    this.decoder = decoder;
    this.rate = rate;
    recognizer =
        new ToneRecognizer(
            rate,
            (number, start, end) ->
                pending.add(new HeardWord(this.link.number(), number, start, end, rate)));
  }

  /** The session goes on with another link. */
  void moveTo(ServiceLink next) {
    link = next;
  }

  /** Takes audio that the service accepted. */
  void take(byte[] bytes) {
    link.accept(bytes);
    for (int at = 0; at + decoder.bytesPerSample() <= bytes.length; at += bytesPerSample()) {
      recognizer.take(decoder.sample(bytes, at));
    }
  }

  int rate() {
    return rate;
  }

  int bytesPerSample() {
    return decoder.bytesPerSample();
  }

  /** {@return samples taken} */
  long samples() {
    return recognizer.taken();
  }

  double seconds() {
    return seconds(samples());
  }

  double seconds(long samples) {
    return (double) samples / rate;
  }

  long ms(long samples) {
    return samples * 1000 / rate;
  }

  long finalUntil() {
    return finalUntil;
  }

  boolean silentFor(double seconds) {
    return recognizer.silentFor(seconds);
  }

  boolean hasWords() {
    return !pending.isEmpty();
  }

  /** {@return whether a span of {@code seconds} could be cut} */
  boolean due(double seconds) {
    return recognizer.decided() - finalUntil >= seconds * rate;
  }

  /** {@return all that is behind the last final span, so far} */
  Span partial() {
    return new Span(finalUntil, samples(), List.copyOf(pending), rate);
  }

  /** Makes final all that is decided. */
  Span cut() {
    return cutAt(Math.max(finalUntil, recognizer.decided()));
  }

  /** Makes final all there is; a word that was cut off is none. */
  Span rest() {
    recognizer.finish();
    return cutAt(samples());
  }

  /** Forgets all there is. */
  void drop() {
    recognizer.finish();
    pending.clear();
    finalUntil = samples();
  }

  private Span cutAt(long until) {
    Span span = new Span(finalUntil, until, List.copyOf(pending), rate);
    pending.clear();
    finalUntil = until;
    link.say(span.words());
    return span;
  }
}
