package dev.tapewire.sender;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.bell.Doorbell;
import dev.tapewire.common.cli.RangeOptions;
import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.process.ProcessScope;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.CutShort;
import dev.tapewire.common.tape.JoinedTape;
import dev.tapewire.common.tape.Part;
import dev.tapewire.common.tape.SessionParts;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeReader;
import dev.tapewire.common.time.Clock;
import dev.tapewire.common.time.SystemClock;
import dev.tapewire.sender.delivery.Delivery;
import dev.tapewire.sender.delivery.DeliveryParts;
import dev.tapewire.sender.delivery.Pacing;
import dev.tapewire.sender.delivery.Plan;
import dev.tapewire.sender.delivery.RangeTape;
import dev.tapewire.sender.delivery.RecordedPace;
import dev.tapewire.sender.delivery.SentMark;
import dev.tapewire.sender.delivery.State;
import dev.tapewire.sender.link.OkHttpLinkFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** One replay: a delivery of its own, with a checkpoint in memory. Confined to the main thread. */
final class ReplayProc {
  private static final long IDLE_NS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final int ID_BYTES = 8;

  private final SendSettings settings;
  private final ProcessScope scope;
  private final Log log;
  private final Clock clock = new SystemClock();
  private long countedPosition;

  ReplayProc(SendSettings settings, ProcessScope scope, Log log) {
    this.settings = settings;
    this.scope = scope;
    this.log = log;
  }

  /**
   * Replays.
   *
   * @param speed times real time; infinite: flat out
   * @param progress where a line is refreshed, or null
   * @param summary where the last line goes, or null
   */
  int run(RangeOptions range, double speed, PrintWriter progress, PrintWriter summary)
      throws InterruptedException {
    settings.warnIfInsecure(scope, log);
    settings.warnIfUseless(log);
    SessionPaths paths = SessionPaths.of(settings.tapes(), settings.session());
    Wanted wanted = wanted(range);
    TapeReader tape = wanted.tape();
    PcmFormat format = tape.header().format();
    long from = wanted.from();
    SecureRandom random = new SecureRandom();
    Plan plan = plan(tape, from, random);
    Pacing pacing =
        Double.isInfinite(speed) ? Pacing.FLAT_OUT : new RecordedPace(format, from, speed);
    AtomicReference<Delivery> self = new AtomicReference<>();
    try (OkHttpLinkFactory network =
            new OkHttpLinkFactory(settings.destination(), settings.approach());
        ServiceReplies replies = ServiceReplies.ofReplay(paths, settings, clock);
        Progress told = new Progress(progress, format, from);
        Doorbell doorbell = Doorbell.unwired()) {
      Inbox inbox = new Inbox(network::to, doorbell);
      DeliveryParts parts =
          new DeliveryParts(
              plan,
              tape,
              new VolatileCheckpoint(),
              inbox.linksFor(self),
              pacing,
              settings.destination().profile(),
              random,
              replies == null ? null : replies.terms(settings, null),
              settings.approach().startNs());
      try (Delivery delivery = new Delivery(parts, name(), new SentMark(from, at -> {}), log)) {
        self.set(delivery);
        long startNs = clock.monotonicNs();
        loop(delivery, inbox, speed, told);
        told.summarize(summary, settings, delivery, clock.monotonicNs() - startNs);
      }
    }
    requireWhole(wanted.lacking());
    return ExitCode.OK.code();
  }

  /** What is replayed, from where, and what is gone of it. */
  private record Wanted(TapeReader tape, long from, List<CutShort> lacking) {}

  private Wanted wanted(RangeOptions range) {
    List<Part> parts = SessionParts.timeline(settings.tapes(), settings.session());
    TapeReader whole = JoinedTape.open(settings.session(), parts, this::open);
    int rateHz = whole.header().format().sampleRateHz();
    long from = Math.max(range.fromPosition(rateHz), Tape.firstPosition(whole));
    List<CutShort> lacking = lacking(parts, from, range.untilPosition(rateHz));
    return new Wanted(cut(whole, range, from), from, lacking);
  }

  private TapeReader open(SessionPaths part) {
    return Tape.openReader(part, settings.tapeKey());
  }

  /** {@return what was wanted and is on no tape any more; each is told} */
  private List<CutShort> lacking(List<Part> parts, long from, long until) {
    try {
      List<CutShort> lacking = CutShort.in(from, until, parts, this::open);
      lacking.forEach(each -> log.warn(each.line()));
      return lacking;
    } catch (IOException e) {
      throw TapewireException.failed(
          "session " + settings.session() + " can't be read: " + IoReason.of(e), e);
    }
  }

  /** What is left of a tape is replayed; that it is not all shows at the end, too. */
  private void requireWhole(List<CutShort> lacking) {
    for (CutShort each : lacking) {
      if (each.damage()) {
        throw TapewireException.failed(each.line() + "; replayed is what is left");
      }
    }
  }

  private String name() {
    return settings.session() + " to " + settings.destination().name();
  }

  private TapeReader cut(TapeReader whole, RangeOptions range, long from) {
    int rateHz = whole.header().format().sampleRateHz();
    long until = range.untilPosition(rateHz);
    if (range.fromPosition(rateHz) == 0 && until == Long.MAX_VALUE) {
      return whole;
    }
    try {
      return new RangeTape(whole, from, until);
    } catch (IllegalArgumentException e) {
      throw TapewireException.failed(
          "session " + settings.session() + ": " + e.getMessage() + "; choose another --from");
    }
  }

  private Plan plan(TapeReader tape, long from, SecureRandom random) {
    String id = newId(random);
    int join = settings.joinBytesMax();
    return new Plan(id, tape.firstNumber(), from, tape.endNumber(), join, true);
  }

  private static String newId(SecureRandom random) {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return "replay-" + HexFormat.of().formatHex(id);
  }

  private void loop(Delivery delivery, Inbox inbox, double speed, Progress told)
      throws InterruptedException {
    DrainClock drain = new DrainClock(settings.drainNs(), clock.monotonicNs());
    countedPosition = delivery.sentPosition();
    while (delivery.state() != State.DONE) {
      long nowNs = clock.monotonicNs();
      boolean worked = inbox.work(nowNs);
      worked |= delivery.work(nowNs);
      told.refresh(delivery, nowNs);
      if (delivery.state() == State.FAILED) {
        throw TapewireException.failed("session " + settings.session() + ": " + delivery.failure());
      }
      if (scope.stopRequested()) {
        throw undelivered("stopped");
      }
      if (delivery.refusal() != null) {
        throw undelivered(delivery.refusal());
      }
      watch(drain, delivery, speed, nowNs);
      if (drain.isOver(nowNs)) {
        String trouble = delivery.trouble();
        throw undelivered(trouble == null ? "nothing new was confirmed" : trouble);
      }
      if (!worked) {
        inbox.awaitAndGive(IDLE_NS, 1, clock);
      }
    }
  }

  /** What is sent counts at a pace, or with a service, which may answer once in minutes. */
  private void watch(DrainClock drain, Delivery delivery, double speed, long nowNs) {
    drain.confirmed(delivery.confirmedNs());
    if (delivery.isAtGap()) {
      drain.rest(nowNs);
    } else if (!Double.isInfinite(speed) || settings.destination().isService()) {
      long sentNs = delivery.header().format().toNs(delivery.sentPosition() - countedPosition);
      drain.sent((long) (sentNs / Math.min(1, speed)), nowNs);
    }
    countedPosition = delivery.sentPosition();
  }

  private TapewireException undelivered(String reason) {
    return TapewireException.undelivered(
        "replay of "
            + settings.session()
            + " to "
            + settings.destination().name()
            + " is not complete: "
            + reason
            + "; nothing is lost, replay it again");
  }
}
