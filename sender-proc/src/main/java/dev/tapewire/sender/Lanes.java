package dev.tapewire.sender;

import dev.tapewire.common.checkpoint.CheckpointStore;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.metric.SenderCounter;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeReader;
import dev.tapewire.common.wire.Control;
import dev.tapewire.sender.delivery.Delivery;
import dev.tapewire.sender.delivery.DeliveryParts;
import dev.tapewire.sender.delivery.Pacing;
import dev.tapewire.sender.delivery.Plan;
import dev.tapewire.sender.delivery.SentMark;
import dev.tapewire.sender.delivery.ServiceTerms;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Makes the deliveries of one session to one destination: the one that goes to the session's end,
 * and the one that fills what it left behind. Immutable.
 *
 * @param terms of a speech service; null: it is none
 */
record Lanes(
    SessionPaths paths,
    SenderContext context,
    DeliveryStart start,
    SplitCheckpoint split,
    CounterFile<SenderCounter> counters,
    ServiceTerms terms) {

  /** {@return the one to the session's end, which closes {@code tape}} */
  Delivery live(TapeReader tape) {
    long sent = counters.get(SenderCounter.SENT_SAMPLES);
    int joinBytesMax = context.settings().joinBytesMax();
    Plan plan = Plan.from(start.number(), start.position(), joinBytesMax);
    return make(tape, plan, split.live(), mark(sent, SenderCounter.SENT_SAMPLES), terms, "");
  }

  /** {@return the one that ends where the oldest gap does} */
  Delivery gap() {
    TapeReader tape = Tape.openReader(paths, context.settings().tapeKey());
    long sent = Math.max(split.gapSentPosition(), counters.get(SenderCounter.GAP_SENT_SAMPLES));
    Plan plan =
        new Plan(
            Control.FIRST_DELIVERY, start.number(), start.position(), split.gapUntil(), 0, false);
    SentMark mark = mark(sent, SenderCounter.GAP_SENT_SAMPLES);
    return make(tape, plan, split.gap(), mark, terms.inOrder(), ", the gap");
  }

  private SentMark mark(long before, SenderCounter counter) {
    return new SentMark(before, position -> counters.set(counter, position));
  }

  private Delivery make(
      TapeReader tape,
      Plan plan,
      CheckpointStore store,
      SentMark sent,
      ServiceTerms what,
      String which) {
    SendSettings settings = context.settings();
    AtomicReference<Delivery> self = new AtomicReference<>();
    DeliveryParts parts =
        new DeliveryParts(
            plan,
            tape,
            store,
            context.inbox().linksFor(self),
            Pacing.FLAT_OUT,
            settings.destination().profile(),
            context.random(),
            what,
            settings.approach().startNs());
    String name = paths.id() + " to " + settings.destination().name() + which;
    self.set(new Delivery(parts, name, sent, context.log()));
    return self.get();
  }
}
