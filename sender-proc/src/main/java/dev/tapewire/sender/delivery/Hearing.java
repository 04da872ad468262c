package dev.tapewire.sender.delivery;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.log.Printable;
import dev.tapewire.common.reply.Reply;
import dev.tapewire.common.reply.SpokenAudio;
import dev.tapewire.common.reply.Word;
import dev.tapewire.sender.service.Ear;
import dev.tapewire.sender.service.NoCredit;
import dev.tapewire.sender.service.Said;
import java.util.List;

/**
 * Hears what a talk makes of the service's messages, and keeps each as a reply with its place on
 * the tape. Confined to the agent thread.
 */
final class Hearing implements Ear {
  private final ServiceTerms terms;
  private final ServiceProof proof;
  private long link;

  private boolean ready;
  private boolean finished;
  private long answered;
  private long nowNs;
  private long answeredNs = Long.MIN_VALUE / 2;

  /** When a message was about audio. */
  private long heededNs = Long.MIN_VALUE / 2;

  private Verdict verdict;
  private String notice;

  /** What the message at hand comes to. */
  private Reply.Kind kind;

  private Said said;
  private SpokenAudio audio;

  /**
   * Where a message stands that says how far the service has come, and no place; -1: it does not.
   */
  private long reached = -1;

  Hearing(ServiceTerms terms, ServiceProof proof) {
    this.terms = terms;
    this.proof = proof;
    this.link = terms.replies().nextLink();
  }

  /** The session goes on over another link, from {@code position} on. */
  void resume(long position) {
    link = terms.replies().nextLink();
    verdict = null;
    JsonObject message = new JsonObject();
    message.addProperty("tapewire", "resumed");
    note(Reply.Kind.OPENED, position, message);
  }

  /** Before a message is heard. */
  void begin(long nowNs) {
    this.nowNs = nowNs;
    kind = Reply.Kind.EVENT;
    said = null;
    audio = null;
    reached = -1;
  }

  /** After a message was heard: keeps it. */
  void keep(String message, ServiceStream stream) {
    long at = reached < 0 ? proof.settled() : reached;
    long from = stream.position(said == null ? at : said.from());
    long until = said == null ? from : stream.position(said.until());
    List<Word> words =
        said == null
            ? List.of()
            : said.words().stream()
                .map(w -> new Word(w.text(), stream.position(w.from()), stream.position(w.until())))
                .toList();
    String text = kind == Reply.Kind.EVENT ? null : said == null ? null : said.text();
    append(new Reply(now(), link, kind, from, until, text, words, audio, json(message)));
  }

  /** Keeps that the link began or ended. */
  void note(Reply.Kind what, long position, JsonElement message) {
    append(new Reply(now(), link, what, position, position, message));
  }

  private void append(Reply reply) {
    terms.replies().append(reply);
  }

  private long now() {
    return terms.replies().epochNs();
  }

  private static JsonElement json(String message) {
    try {
      return JsonParser.parseString(message);
    } catch (JsonParseException | StackOverflowError e) {
      return new JsonPrimitive(message);
    }
  }

  boolean isReady() {
    return ready;
  }

  boolean isFinished() {
    return finished;
  }

  /** {@return messages of audio that were answered one by one} */
  long answered() {
    return answered;
  }

  /** {@return whether fewer than {@code max} of so many wait for an answer; 0: no bound} */
  boolean mayAnswer(long sentMessages, int max) {
    return max == 0 || sentMessages - answered < max;
  }

  /** {@return when the last one was} */
  long answeredNs() {
    return answeredNs;
  }

  /** {@return when a message last was about audio} */
  long heededNs() {
    return heededNs;
  }

  /** {@return what ends the link, or null} */
  Verdict verdict() {
    return verdict;
  }

  /** {@return what people should know, once; or null} */
  String takeNotice() {
    String taken = notice;
    notice = null;
    return taken;
  }

  /** Keeps that a stretch of the tape was not sent, by the user's choice, or not yet. */
  void left(long from, long until, boolean follows) {
    JsonObject message = new JsonObject();
    message.addProperty("tapewire", follows ? "deferred" : "skipped");
    append(new Reply(now(), link, Reply.Kind.EVENT, from, until, message));
    String samples = "samples " + from + " to " + until;
    notice =
        follows
            ? "goes on at the newest; " + samples + " follow on a second session"
            : "skipped " + samples + ", only the newest is wanted";
  }

  /** Keeps that a stretch of the tape was heard and never answered. */
  void unanswered(long from, long until, PcmFormat format) {
    JsonObject message = new JsonObject();
    message.addProperty("tapewire", "unanswered");
    append(new Reply(now(), link, Reply.Kind.EVENT, from, until, message));
    String name = terms.service().sheet().name();
    String stretch = DeliveryLog.tenths(format, from) + ".." + DeliveryLog.tenths(format, until);
    notice = name + " gave no answer for " + stretch + " s, twice; it goes on behind that";
  }

  @Override
  public void ready() {
    ready = true;
  }

  @Override
  public void received(long samples) {
    reached = Math.max(reached, samples);
    heededNs = nowNs;
    proof.received(samples);
  }

  @Override
  public void receivedOne() {
    answered++;
    answeredNs = nowNs;
  }

  @Override
  public void processed(long samples) {
    reached = Math.max(reached, samples);
    heededNs = nowNs;
    proof.processed(samples);
  }

  @Override
  public void open(long samples) {
    proof.open(samples);
  }

  @Override
  public void partial(Said text) {
    said = text;
    heard(text.until());
    kind = Reply.Kind.PARTIAL;
  }

  @Override
  public void said(Said text) {
    said = text;
    heard(text.until());
    kind = Reply.Kind.FINAL;
  }

  private void heard(long until) {
    heededNs = nowNs;
    proof.heard(until);
  }

  @Override
  public void measured(long from, long until) {
    said = said == null ? new Said("", from, until) : said;
    heard(until);
  }

  @Override
  public void speaks(String pointer, int rateHz, String encoding) {
    audio = new SpokenAudio(pointer, rateHz, encoding);
    kind = Reply.Kind.AUDIO;
  }

  @Override
  public void finished() {
    finished = true;
  }

  @Override
  public void lost(String reason) {
    if (isRefusal(reason)) {
      return;
    }
    kind = Reply.Kind.ERROR;
    end(Verdict.lost(reason));
  }

  @Override
  public void busy(String reason) {
    if (isRefusal(reason)) {
      return;
    }
    kind = Reply.Kind.ERROR;
    String name = terms.service().sheet().name();
    end(new Verdict(Verdict.Kind.LATER, name + " has no room: " + Printable.ascii(reason)));
  }

  @Override
  public void refused(String reason) {
    kind = Reply.Kind.ERROR;
    String name = terms.service().sheet().name();
    end(Verdict.refused(name + " refuses: " + Printable.ascii(reason)));
  }

  @Override
  public void keyRefused(String reason) {
    if (isRefusal(reason)) {
      return; // The key is good; the account is not.
    }
    kind = Reply.Kind.ERROR;
    end(Verdict.refused(terms.keyRefused(reason)));
  }

  /**
   * Takes words that say that there is no credit for what they are, whatever the talk made of it.
   */
  boolean isRefusal(String reason) {
    if (NoCredit.isIn(reason)) {
      refused(reason);
    }
    return NoCredit.isIn(reason);
  }

  private void end(Verdict how) {
    verdict = verdict == null ? how : verdict;
  }

  @Override
  public void warned(String reason) {
    if (isRefusal(reason)) {
      return;
    }
    kind = Reply.Kind.ERROR;
    notice = terms.service().sheet().name() + " says: " + Printable.ascii(reason);
  }
}
