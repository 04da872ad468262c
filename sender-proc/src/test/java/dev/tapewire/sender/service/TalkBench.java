package dev.tapewire.sender.service;

import dev.tapewire.common.secret.TestKeys;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A talk with nobody at the other end: what it says and what it makes of answers, as lines. */
final class TalkBench implements Mouth, Ear {
  final Service service;
  final Settings settings;
  final Talk talk;

  /** What was said: a text as it was, {@code binary N} for bytes. */
  final List<String> said = new ArrayList<>();

  /** What was understood: the name of the call and what it was given. */
  final List<String> heard = new ArrayList<>();

  TalkBench(String name, Map<String, String> given) {
    service = Services.byName(name);
    settings = Settings.of(service.sheet(), given);
    talk = service.talk(settings, TestKeys.of("service"), this, this);
  }

  TalkBench(String name) {
    this(name, Map.of());
  }

  /** {@return where a link is opened} */
  String uri() {
    return service.opening(URI.create(service.sheet().endpoint()), settings).uri().toString();
  }

  /** Sends so many ms of audio at half of full scale, one message. */
  void audio(int ms) {
    byte[] pcm = new byte[(int) service.sheet().format().bytes(samples(ms))];
    for (int i = 1; i < pcm.length; i += 2) {
      pcm[i] = (byte) (i % 4 == 1 ? 0x40 : 0xC0);
    }
    talk.audio(pcm, 0, pcm.length);
  }

  /** Sends so many ms of silence, one message. */
  void silence(int ms) {
    byte[] pcm = new byte[(int) service.sheet().format().bytes(samples(ms))];
    talk.audio(pcm, 0, pcm.length);
  }

  long samples(int ms) {
    return (long) ms * service.sheet().format().sampleRateHz() / 1000;
  }

  /** Takes a message, quoted with single quotes. {@return what was understood} */
  List<String> hear(String message) {
    heard.clear();
    talk.hear(message.replace('\'', '"'));
    return List.copyOf(heard);
  }

  /** {@return what was said last} */
  String last() {
    return said.get(said.size() - 1);
  }

  private String ms(long samples) {
    boolean nothing = samples == Ear.NOTHING;
    return nothing
        ? "nothing"
        : Long.toString(samples * 1000 / service.sheet().format().sampleRateHz());
  }

  private String line(Said text) {
    StringBuilder line = new StringBuilder(text.text());
    line.append(' ').append(ms(text.from())).append("..").append(ms(text.until()));
    for (Said.Word word : text.words()) {
      line.append(" [").append(word.text()).append(' ').append(ms(word.from()));
      line.append("..").append(ms(word.until())).append(']');
    }
    return line.toString();
  }

  @Override
  public void text(String message) {
    said.add(message);
  }

  @Override
  public void binary(byte[] bytes, int offset, int length) {
    said.add("binary " + length);
  }

  @Override
  public void ready() {
    heard.add("ready");
  }

  @Override
  public void received(long samples) {
    heard.add("received " + ms(samples));
  }

  @Override
  public void receivedOne() {
    heard.add("one");
  }

  @Override
  public void processed(long samples) {
    heard.add("processed " + ms(samples));
  }

  @Override
  public void open(long samples) {
    heard.add("open " + ms(samples));
  }

  @Override
  public void partial(Said text) {
    heard.add("partial " + line(text));
  }

  @Override
  public void said(Said text) {
    heard.add("said " + line(text));
  }

  @Override
  public void measured(long from, long until) {
    heard.add("measured " + ms(from) + ".." + ms(until));
  }

  @Override
  public void speaks(String pointer, int rateHz, String encoding) {
    heard.add("speaks " + pointer + " " + rateHz + " " + encoding);
  }

  @Override
  public void finished() {
    heard.add("finished");
  }

  @Override
  public void lost(String reason) {
    heard.add("lost " + reason);
  }

  @Override
  public void busy(String reason) {
    heard.add("busy " + reason);
  }

  @Override
  public void refused(String reason) {
    heard.add("refused " + reason);
  }

  @Override
  public void keyRefused(String reason) {
    heard.add("key refused " + reason);
  }

  @Override
  public void warned(String reason) {
    heard.add("warned " + reason);
  }
}
