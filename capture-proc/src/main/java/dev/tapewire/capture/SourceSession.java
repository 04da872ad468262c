package dev.tapewire.capture;

import dev.tapewire.capture.source.AudioSource;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.record.EndCause;
import dev.tapewire.common.record.SessionHeader;
import dev.tapewire.common.secret.TapeKey;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.session.SourceText;
import dev.tapewire.common.tape.NewSession;
import dev.tapewire.common.tape.SessionParts;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeReader;
import java.nio.file.Path;
import java.util.List;

/**
 * One source recorded as a session, from opening it to the END record. Confined to the thread that
 * runs it.
 */
final class SourceSession {
  private final SourcePlan plan;
  private final Terms terms;
  private final CaptureContext context;

  /**
   * What holds for all sources of a process. Immutable.
   *
   * @param to names of the destinations that the sessions are addressed to
   * @param again whether a life before this one may have died behind the end of its work
   */
  record Terms(Path tapes, List<String> to, TapeKey key, Durability durability, boolean again) {}

  SourceSession(SourcePlan plan, Terms terms, CaptureContext context) {
    this.plan = plan;
    this.terms = terms;
    this.context = context;
  }

  /**
   * Records until the source ends or a stop is asked for.
   *
   * @throws dev.tapewire.common.error.TapewireException if it can't
   */
  void run() {
    try (AudioSource source = new SourceOpener(plan.spec(), first(), context).open(plan.piped())) {
      if (source != null) {
        record(source);
      }
    }
  }

  private SessionPaths first() {
    String id = plan.session();
    return id == null
        ? null
        : SessionPaths.of(terms.tapes(), SessionParts.first(terms.tapes(), id));
  }

  private void record(AudioSource source) {
    CaptureSpec spec = plan.spec();
    String id =
        plan.session() == null
            ? SessionName.make(terms.tapes(), spec, context.clock().epochNs())
            : plan.session();
    NewSession wanted =
        new NewSession(
            source.format(),
            SourceText.shown(spec.source()),
            spec.frameSamplesOf(source.format()),
            terms.to(),
            terms.key());
    if ((terms.again() || spec.kind() == SourceKind.FILE) && hasEnded(id, wanted)) {
      context.log().info("session " + id + " is whole already");
      return;
    }
    long splitSamples = source.format().toSamples(plan.splitNs());
    SessionOpener opener = new SessionOpener(wanted, spec, terms.durability(), context);
    Recording recording = null;
    try (TapeChain chain = TapeChain.open(terms.tapes(), id, splitSamples, opener, context.log())) {
      terms.to().forEach(chain.tape()::address);
      tell(chain, source);
      PipeCounters pipe = PipeCounters.open(chain.first());
      recording = new Recording(source, chain, pipe, spec, context);
      recording.run();
    } finally {
      if (recording != null && recording.isEmpty()) {
        EmptySession.discard(SessionPaths.of(terms.tapes(), id), context.clock(), context.log());
      }
    }
  }

  private void tell(TapeChain chain, AudioSource source) {
    context
        .log()
        .info(
            "recording "
                + SourceText.shown(plan.spec().source())
                + ", "
                + source.format()
                + " as session "
                + chain.paths().id()
                + (chain.tape().resumed() ? ", going on" : ""));
  }

  private boolean hasEnded(String id, NewSession wanted) {
    List<SessionPaths> parts = SessionParts.of(terms.tapes(), id);
    SessionPaths last = parts.isEmpty() ? null : parts.get(parts.size() - 1);
    EndCause cause = last == null ? null : Tape.endCause(last).orElse(null);
    if (cause == null) {
      return false;
    }
    try (TapeReader tape = Tape.openReader(last)) {
      SessionHeader header = tape.header();
      // A pipe that is over does not tell its format any more.
      boolean sameFormat = plan.spec().kind().isPipe() || header.format().equals(wanted.format());
      boolean same = SourceText.shown(header.source()).equals(wanted.source()) && sameFormat;
      if (same && cause == EndCause.SOURCE_FAILED) {
        throw TapewireException.failed("session " + last.id() + " ended as its source failed");
      }
      return same;
    }
  }
}
