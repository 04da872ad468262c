package dev.tapewire.receiver.reception;

import dev.tapewire.common.log.Log;
import dev.tapewire.common.wire.CloseCode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Audio from a client that speaks no protocol: every binary message is PCM of the format that the
 * receiver was started with, whatever its length. Confined to the agent thread.
 */
final class PlainReception implements Recording {
  private final DeliveryHead head;
  private final Track track;
  private final Log log;
  private Peer peer;
  private byte[] rest = new byte[0];
  private long messages;
  private long samples;
  private boolean complete;
  private IOException failure;
  private boolean textTold;
  private DeliveryState durable;
  private Commit underWay;
  private long pendingSinceNs;

  PlainReception(Shelf.PlainTrack plain, Peer peer, Log log) {
    this.head = plain.head();
    this.track = plain.track();
    this.peer = peer;
    this.log = log;
    this.durable = head.start();
    log.info(track.name() + ": plain audio from " + peer.name() + ", " + head.format());
  }

  @Override
  public Track track() {
    return track;
  }

  /** Takes PCM; a block cut in two by messages is put together again. */
  void audio(byte[] message, long nowNs) {
    if (failure != null) {
      return; // On its way before the peer heard of it; after a hole nothing may follow.
    }
    if (isDurable()) {
      pendingSinceNs = nowNs;
    }
    messages++;
    byte[] pcm = rest.length == 0 ? message : joined(message);
    int whole = pcm.length - pcm.length % head.format().blockBytes();
    rest = Arrays.copyOfRange(pcm, whole, pcm.length);
    samples += whole / head.format().blockBytes();
    try {
      track.append(pcm, 0, whole);
    } catch (IOException e) {
      fail(e);
    }
    step(nowNs);
  }

  /** Passes text over; says so once. */
  void text() {
    if (!textTold) {
      log.warn(track.name() + ": " + peer.name() + " sends text, which is no audio; passed over");
      textTold = true;
    }
  }

  @Override
  public void detach(long nowNs) {
    if (peer != null) {
      complete = true;
      leave();
    }
  }

  @Override
  public void stop(long nowNs) {
    if (peer != null) {
      peer.close(CloseCode.GOING_AWAY, "the receiver stops");
      leave();
    }
  }

  private void leave() {
    peer = null;
    if (underWay == null && failure == null) {
      commit();
    }
  }

  @Override
  public void committed(Commit commit, IOException fault, long nowNs) {
    underWay = null;
    if (fault != null) {
      fail(fault);
      return;
    }
    durable = commit.state();
    if (failure == null) {
      summarize();
      if (peer == null && !isDurable()) {
        commit();
      }
    }
  }

  @Override
  public void step(long nowNs) {
    boolean due = nowNs - pendingSinceNs >= ReceptionLimits.PLAIN_GROUP_NS;
    if (due && underWay == null && failure == null && !isDurable()) {
      commit();
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
    return peer == null && underWay == null && (failure != null || isDurable());
  }

  @Override
  public void close() throws IOException {
    track.close();
  }

  private boolean isDurable() {
    return durable.next() == messages && durable.complete() == complete;
  }

  private void commit() {
    String none = DeliveryState.NO_DIGEST;
    DeliveryState state = new DeliveryState(messages, samples, 0, 0, none, "", complete, complete);
    Commit next = new Commit(state, List.of(), new Stored(List.of(state), List.of()));
    try {
      track.commit(next);
      underWay = next;
    } catch (IOException e) {
      fail(e);
    }
  }

  private void summarize() {
    try {
      track.summary(Summary.plain(head, durable));
    } catch (IOException e) {
      fail(e);
    }
  }

  private byte[] joined(byte[] message) {
    byte[] both = Arrays.copyOf(rest, rest.length + message.length);
    System.arraycopy(message, 0, both, rest.length, message.length);
    return both;
  }

  private void fail(IOException e) {
    failure = e;
    if (peer != null) {
      peer.close(CloseCode.STORAGE, "can't store now");
    }
    peer = null;
  }
}
