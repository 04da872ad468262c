package dev.tapewire.receiver.reception;

import dev.tapewire.common.log.Log;
import dev.tapewire.common.wire.CloseCode;
import dev.tapewire.common.wire.Control;
import java.io.IOException;
import java.util.List;

/**
 * One delivery on its way onto one track: says welcome from what is durable, takes records, makes
 * them durable in groups and acknowledges only then. Outlives the connections that bring it, as
 * long as there is something to make durable. Confined to the agent thread.
 */
final class Reception implements Recording {
  private enum Phase {
    /** Nobody is attached. */
    DETACHED,
    /** A hello came; what is there becomes durable before it is named in a welcome. */
    WELCOMING,
    /** Records come. */
    STREAMING,
    /** The sender said that this was all. */
    ENDING
  }

  private final DeliveryHead head;
  private final Track track;
  private final Cadence cadence;
  private final Log log;
  private final Gaps gaps;
  private final RecordIntake intake;
  private DeliveryState newest;
  private Phase phase = Phase.DETACHED;
  private Peer peer;
  private IOException failure;
  private boolean recordsSinceWelcome;
  private Commit underWay;
  private long pendingBytes;
  private long pendingSinceNs;
  private boolean summaryStale = true;
  private long summaryDueNs;

  Reception(DeliveryHead head, Track track, Shared shared) throws IOException {
    this.head = head;
    this.track = track;
    this.cadence = shared.cadence();
    this.log = shared.log();
    this.gaps = new Gaps(shared.gaps());
    this.intake = new RecordIntake(head, track, gaps);
    Stored stored = track.stored();
    this.newest = new StateHistory(head.start(), stored.states()).newest();
    intake.reset(newest, stored.gaps());
  }

  /**
   * What all receptions share. Immutable.
   *
   * @param cadence of commits and summaries
   * @param gaps that may wait
   * @param log for people
   */
  record Shared(Cadence cadence, GapAllowance gaps, Log log) {}

  /** {@return whether nothing of it was stored before} */
  boolean isNew() {
    return newest.next() == head.first();
  }

  @Override
  public Track track() {
    return track;
  }

  /** {@return who is attached, or null} */
  Peer peer() {
    return peer;
  }

  /** {@return the hello that it began with} */
  DeliveryHead head() {
    return head;
  }

  /** Takes a sender; the one before, if any, is told that it was taken over. */
  void attach(Peer newer, long nowNs) {
    if (peer != null) {
      log.info(track.name() + ": " + newer.name() + " takes over from " + peer.name());
      peer.close(CloseCode.TAKEN_OVER, "a newer connection delivers this session");
    }
    if (failure != null) {
      throw new RefusedException(CloseCode.STORAGE, "can't store now");
    }
    peer = newer;
    phase = Phase.WELCOMING;
    proceed(nowNs);
  }

  @Override
  public void detach(long nowNs) {
    peer = null;
    phase = Phase.DETACHED;
    proceed(nowNs);
  }

  @Override
  public void stop(long nowNs) {
    if (peer != null) {
      peer.close(CloseCode.GOING_AWAY, "the receiver stops");
    }
    detach(nowNs);
  }

  /** Takes a message of records. */
  void records(byte[] message, long nowNs) {
    if (phase != Phase.STREAMING) {
      throw new RefusedException(CloseCode.BAD_MESSAGE, "no records are due now");
    }
    if (pendingBytes == 0) {
      pendingSinceNs = nowNs;
    }
    recordsSinceWelcome = true;
    pendingBytes += message.length;
    if (pendingBytes > ReceptionLimits.PENDING_BYTES_MAX) {
      throw new RefusedException(CloseCode.TOO_LARGE, "too much is unacknowledged");
    }
    try {
      intake.accept(message);
    } catch (IOException e) {
      fail(e);
    }
    step(nowNs);
  }

  /** Goes back to where the sender's tape agrees, and says welcome again. */
  void rewind(Control.Rewind rewind, long nowNs) {
    if (phase != Phase.STREAMING || recordsSinceWelcome) {
      throw new RefusedException(CloseCode.BAD_MESSAGE, "rewind: only right after a welcome");
    }
    if (!rewind.incarnation().equals(newest.incarnation()) || rewind.next() >= newest.next()) {
      throw new RefusedException(CloseCode.BAD_MESSAGE, "rewind: not back from the welcome");
    }
    try {
      Stored stored = track.stored();
      DeliveryState target =
          new StateHistory(head.start(), stored.states())
              .rewind(rewind.incarnation(), rewind.next());
      intake.reset(target, stored.gaps());
      newest = target;
      phase = Phase.WELCOMING;
      Commit back = new Commit(target, List.of(), null);
      // Without a HEADER nothing tells what the tape lost; it sends the same audio again.
      track.cut(back, !rewind.incarnation().isEmpty());
      underWay = back;
      log.info(track.name() + ": the tape was cut back, going on from record " + target.next());
    } catch (IOException e) {
      fail(e);
    }
  }

  /** The sender says that all records went out. */
  void end(Control.End end, long nowNs) {
    if (phase != Phase.STREAMING || end.next() != intake.next()) {
      throw new RefusedException(CloseCode.BAD_MESSAGE, "end: that is not where the records end");
    }
    if (head.isFirst() && !intake.ended()) {
      throw new RefusedException(CloseCode.BAD_MESSAGE, "end: there was no END record");
    }
    if (!end.digest().equals(intake.digest())) {
      throw new RefusedException(
          CloseCode.DIGEST_MISMATCH, "the digest here is " + intake.digest());
    }
    phase = Phase.ENDING;
    proceed(nowNs);
  }

  @Override
  public void committed(Commit commit, IOException fault, long nowNs) {
    underWay = null;
    gaps.settled();
    if (fault != null) {
      fail(fault);
    }
    if (failure != null) {
      return;
    }
    newest = commit.state();
    summaryStale = true;
    if (peer != null && phase != Phase.WELCOMING) {
      peer.send(new Control.Ack(commit.state().next()));
    }
    proceed(nowNs);
  }

  @Override
  public void step(long nowNs) {
    if (failure != null) {
      return;
    }
    boolean due =
        pendingBytes >= ReceptionLimits.GROUP_BYTES || nowNs - pendingSinceNs >= cadence.groupNs();
    if (underWay == null && pendingBytes > 0 && due) {
      commit(false);
    }
    if (summaryStale && nowNs - summaryDueNs >= 0) {
      summarize(nowNs);
    }
  }

  @Override
  public void broken(IOException why) {
    fail(why);
  }

  @Override
  public IOException failure() {
    return failure;
  }

  @Override
  public boolean quiet() {
    return peer == null && underWay == null && (failure != null || (isDurable() && !summaryStale));
  }

  @Override
  public void close() throws IOException {
    gaps.close();
    track.close();
  }

  /** Takes the next step of the phase, as far as it needs no commit or the commit is done. */
  private void proceed(long nowNs) {
    if (underWay != null || failure != null) {
      return;
    }
    boolean confirmed = phase != Phase.ENDING || newest.complete();
    if (!isDurable() || !confirmed) {
      if (phase != Phase.STREAMING) {
        commit(phase == Phase.ENDING);
      }
      return;
    }
    switch (phase) {
      case WELCOMING -> {
        summarize(nowNs);
        if (failure == null) {
          welcome(nowNs);
        }
      }
      case ENDING -> complete(nowNs);
      case DETACHED -> summarize(nowNs);
      case STREAMING -> step(nowNs);
    }
  }

  private void welcome(long nowNs) {
    DeliveryState from = newest;
    phase = Phase.STREAMING;
    recordsSinceWelcome = false;
    pendingBytes = 0; // All is durable; what was refused is not to be acknowledged to anybody.
    peer.send(new Control.Welcome(true, from.incarnation(), from.next(), from.digest()));
    log.detail(track.name() + ": " + peer.name() + " goes on from record " + from.next());
    step(nowNs);
  }

  private void complete(long nowNs) {
    summarize(nowNs);
    if (failure == null) {
      phase = Phase.STREAMING;
      peer.send(new Control.Complete(newest.digest()));
      log.info(track.name() + ": complete, digest " + newest.digest());
    }
  }

  private boolean isDurable() {
    return newest.next() == intake.next();
  }

  private void commit(boolean complete) {
    DeliveryState state = complete ? intake.state().completed() : intake.state();
    Commit next = new Commit(state, gaps.take(), null);
    pendingBytes = 0;
    try {
      track.commit(next);
      underWay = next;
    } catch (IOException e) {
      fail(e);
    }
  }

  private void summarize(long nowNs) {
    try {
      track.summary(Summary.json(head, newest, gaps.first(), gaps.durable()));
      summaryStale = false;
      summaryDueNs = nowNs + cadence.summaryNs();
    } catch (IOException e) {
      fail(e);
    }
  }

  private void fail(IOException e) {
    failure = e;
    if (peer != null) {
      peer.close(CloseCode.STORAGE, "can't store now");
    }
    peer = null;
    phase = Phase.DETACHED;
  }
}
