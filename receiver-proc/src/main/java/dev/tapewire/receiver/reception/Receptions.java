package dev.tapewire.receiver.reception;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.wire.CloseCode;
import dev.tapewire.common.wire.Control;
import dev.tapewire.common.wire.ControlCodec;
import dev.tapewire.common.wire.WireException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All connections of a receiver and what each of them records: the whole of the receiver but its
 * threads, sockets and files. Events come in by calls; what it does goes out by {@link Peer} and
 * {@link Track}. Confined to the agent thread.
 */
public final class Receptions {
  /** Begins the line about an exception that nothing here expects. */
  static final String NOT_FORESEEN = "not foreseen: ";

  private static final String TOO_MANY = "too many new sessions from there in this minute";

  private final Shelf shelf;
  private final PcmFormat plainFormat;
  private final Log log;
  private final RefusalLog refusals;
  private final Map<Peer, Recording> recordings = new LinkedHashMap<>();
  private final Map<Peer, Long> strangers = new LinkedHashMap<>();
  private final Map<String, Reception> receptions = new HashMap<>();
  private final Map<Track, Recording> open = new LinkedHashMap<>();
  private final Set<String> failing = new HashSet<>();
  private final Cadence cadence = new Cadence();
  private final Reception.Shared shared;
  private final Newcomers newcomers = new Newcomers();
  private boolean stopping;

  /** Records onto tracks of {@code shelf}; plain clients send {@code plainFormat}. */
  public Receptions(Shelf shelf, PcmFormat plainFormat, Log log) {
    this.shelf = shelf;
    this.plainFormat = plainFormat;
    this.log = log;
    this.refusals = new RefusalLog(log);
    this.shared =
        new Reception.Shared(cadence, new GapAllowance(ReceptionLimits.GAPS_WAITING_MAX), log);
  }

  /** {@return what a peer that speaks tapewire.v1 is told before anything else, at once} */
  public static Control.Greeting greeting() {
    return new Control.Greeting(ReceptionLimits.MESSAGE_BYTES_MAX);
  }

  /** A peer that speaks tapewire.v1 has connected, and was greeted. */
  public void opened(Peer peer, long nowNs) {
    if (stopping) {
      peer.close(CloseCode.GOING_AWAY, "the receiver stops");
      return;
    }
    strangers.put(peer, nowNs + ReceptionLimits.HELLO_NS);
  }

  /** A plain client has connected. */
  public void openedPlain(Peer peer, long nowNs) {
    if (stopping) {
      peer.close(CloseCode.GOING_AWAY, "the receiver stops");
      return;
    }
    if (newcomers.tooMany(peer, nowNs)) {
      refuse(peer, CloseCode.BUSY, TOO_MANY, nowNs);
      return;
    }
    newcomers.began(peer);
    try {
      Recording recording = new PlainReception(shelf.openPlain(plainFormat), peer, log);
      recordings.put(peer, recording);
      open.put(recording.track(), recording);
    } catch (IOException e) {
      log.warn("can't store plain audio: " + IoReason.withFile(e), e);
      peer.close(CloseCode.STORAGE, "can't store now");
    }
  }

  /** A text message came. */
  public void text(Peer peer, String text, long nowNs) {
    if (recordings.get(peer) instanceof PlainReception plain) {
      contained(plain, plain::text);
      return;
    }
    guarded(
        peer,
        nowNs,
        () -> {
          if (text.length() > ControlCodec.TEXT_CHARS_MAX) {
            throw new RefusedException(
                CloseCode.TOO_LARGE, "a control message of " + text.length() + " characters");
          }
          Control message = ControlCodec.decode(text);
          if (message != null) {
            control(peer, message, nowNs);
          }
        });
  }

  /** A binary message came. */
  public void binary(Peer peer, byte[] message, long nowNs) {
    if (recordings.get(peer) instanceof PlainReception plain) {
      contained(plain, () -> plain.audio(message, nowNs));
      return;
    }
    guarded(peer, nowNs, () -> reception(peer).records(message, nowNs));
  }

  /** A connection is gone. */
  public void closed(Peer peer, long nowNs) {
    strangers.remove(peer);
    Recording recording = recordings.remove(peer);
    if (recording != null) {
      contained(recording, () -> recording.detach(nowNs));
    }
  }

  /** A commit is done, or failed if {@code failure} is not null. */
  public void committed(Track track, Commit commit, IOException failure, long nowNs) {
    Recording recording = open.get(track);
    if (recording != null) {
      if (failure == null) {
        failing.remove(track.name());
      }
      contained(recording, () -> recording.committed(commit, failure, nowNs));
    }
  }

  /** Does what has become due; call it often. */
  public void step(long nowNs) {
    refusals.step(nowNs);
    cadence.deliveries(open.size());
    List<Peer> silent = new ArrayList<>();
    strangers.forEach((peer, dueNs) -> addIf(silent, peer, nowNs - dueNs >= 0));
    for (Peer peer : silent) {
      refuse(peer, CloseCode.BAD_MESSAGE, "no hello within 10 s", nowNs);
    }
    List<Recording> quiet = new ArrayList<>();
    for (Recording recording : open.values()) {
      contained(recording, () -> recording.step(nowNs));
      addIf(quiet, recording, recording.quiet());
    }
    for (Recording recording : quiet) {
      tellFailure(recording);
      open.remove(recording.track());
      receptions.values().remove(recording);
      recordings.values().remove(recording);
      close(recording);
    }
  }

  /** Makes everything durable and sends all away; done once {@link #stopped()}. */
  public void stop(long nowNs) {
    stopping = true;
    refusals.close();
    strangers.keySet().forEach(p -> p.close(CloseCode.GOING_AWAY, "the receiver stops"));
    strangers.clear();
    recordings.clear();
    for (Recording recording : List.copyOf(open.values())) {
      contained(recording, () -> recording.stop(nowNs));
    }
  }

  /** {@return whether nothing is recorded any more and all tracks are closed} */
  public boolean stopped() {
    return stopping && open.isEmpty();
  }

  private void control(Peer peer, Control message, long nowNs) {
    if (message instanceof Control.Hello hello) {
      hello(peer, DeliveryHead.of(hello), nowNs);
    } else if (message instanceof Control.Rewind rewind) {
      reception(peer).rewind(rewind, nowNs);
    } else if (message instanceof Control.End end) {
      reception(peer).end(end, nowNs);
    } else {
      throw new RefusedException(CloseCode.BAD_MESSAGE, "that is a receiver's message");
    }
  }

  private void hello(Peer peer, DeliveryHead head, long nowNs) {
    if (strangers.remove(peer) == null) {
      throw new RefusedException(CloseCode.BAD_MESSAGE, "a second hello");
    }
    String key = head.session() + "/" + head.delivery();
    Reception reception = receptions.get(key);
    if (reception == null) {
      reception = openReception(head, peer, nowNs);
      receptions.put(key, reception);
      open.put(reception.track(), reception);
    } else if (!reception.head().equals(head)) {
      throw new RefusedException(CloseCode.BAD_MESSAGE, "the same delivery, but another format");
    }
    recordings.values().remove(reception);
    recordings.put(peer, reception);
    reception.attach(peer, nowNs);
  }

  private Reception openReception(DeliveryHead head, Peer peer, long nowNs) {
    if (newcomers.tooMany(peer, nowNs)) {
      throw new RefusedException(CloseCode.BUSY, TOO_MANY);
    }
    if (open.size() >= ReceptionLimits.DELIVERIES_MAX) {
      throw new RefusedException(CloseCode.BUSY, "too many deliveries now");
    }
    try {
      Track track = shelf.open(head);
      try {
        Reception reception = new Reception(head, track, shared);
        if (reception.isNew()) {
          newcomers.began(peer);
        }
        return reception;
      } catch (IOException e) {
        track.close();
        throw e;
      }
    } catch (IOException e) {
      tellFailure(head.session(), e);
      throw new RefusedException(CloseCode.STORAGE, "can't store now");
    }
  }

  private void close(Recording recording) {
    try {
      recording.close();
    } catch (IOException e) {
      log.warn(recording.track().name() + ": " + IoReason.withFile(e), e);
    }
  }

  private void tellFailure(Recording recording) {
    if (recording.failure() != null) {
      tellFailure(recording.track().name(), recording.failure());
    }
  }

  /** Once, until that track is stored again: its sender comes back every few seconds. */
  private void tellFailure(String name, IOException failure) {
    if (failing.size() < ReceptionLimits.FAILING_MAX && failing.add(name)) {
      log.warn(name + ": can't store: " + IoReason.withFile(failure), failure);
    }
  }

  private Reception reception(Peer peer) {
    if (recordings.get(peer) instanceof Reception reception && reception.peer() == peer) {
      return reception;
    }
    throw new RefusedException(CloseCode.BAD_MESSAGE, "first of all comes hello");
  }

  /** Does what a peer asks for; if it can't be done, the peer is told why and sent away. */
  private void guarded(Peer peer, long nowNs, Runnable action) {
    boolean here = recordings.get(peer) instanceof Reception r && r.peer() == peer;
    if (!here && !strangers.containsKey(peer)) {
      return; // Sent away already; these messages were on their way.
    }
    try {
      action.run();
    } catch (RefusedException e) {
      refuse(peer, e.code(), e.getMessage(), nowNs);
    } catch (WireException e) {
      refuse(peer, CloseCode.BAD_MESSAGE, e.getMessage(), nowNs);
    } catch (UncheckedIOException e) { // A fault of ours, not of the peer.
      refuseBroken(peer, CloseCode.STORAGE, e, nowNs);
    } catch (RuntimeException | StackOverflowError e) {
      refuseBroken(peer, CloseCode.BAD_MESSAGE, e, nowNs);
    }
  }

  /** What a peer sent did what nobody foresaw; that ends its delivery here, and nothing else. */
  private void refuseBroken(Peer peer, int code, Throwable cause, long nowNs) {
    IOException why = new IOException(NOT_FORESEEN + cause, cause);
    log.detail(peer.name() + ": " + NOT_FORESEEN + cause + " at " + place(cause));
    Recording recording = recordings.get(peer);
    refuse(peer, code, NOT_FORESEEN + cause.getClass().getSimpleName(), nowNs);
    if (recording != null) {
      recording.broken(why);
    }
  }

  /** Does something for a recording; what nobody foresaw ends that one, and nothing else. */
  private void contained(Recording recording, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | StackOverflowError e) {
      log.detail(recording.track().name() + ": " + NOT_FORESEEN + e + " at " + place(e));
      recording.broken(new IOException(NOT_FORESEEN + e, e));
    }
  }

  private static String place(Throwable cause) {
    StackTraceElement[] trace = cause.getStackTrace();
    return trace.length == 0 ? "?" : trace[0].toString();
  }

  private void refuse(Peer peer, int code, String reason, long nowNs) {
    if (code != CloseCode.STORAGE) {
      String line = peer.name() + ": refused with " + code + ": " + reason;
      refusals.refused("close " + code, line, nowNs);
    }
    peer.close(code, reason);
    closed(peer, nowNs);
  }

  private static <T> void addIf(List<T> list, T item, boolean wanted) {
    if (wanted) {
      list.add(item);
    }
  }
}
