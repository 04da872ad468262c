package dev.tapewire.sender.delivery;

import dev.tapewire.common.record.RecordDigest;
import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.wire.CloseCode;
import dev.tapewire.common.wire.Control;
import dev.tapewire.common.wire.ControlCodec;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The receiver of docs/protocol.md for one session, kept in memory: what a call to {@link #sync}
 * made durable outlives {@link #crash}. Fails the test when a sender breaks the order of messages.
 * Guarded by itself.
 */
public final class ModelReceiver {
  /** The other end of one connection. */
  public interface Peer {
    void text(String text);

    void close(int code);
  }

  private record Stored(byte[] bytes, String incarnation) {}

  private final List<Stored> records = new ArrayList<>();
  private int durable;
  private long first;
  private boolean complete;
  private Connection current;

  /** Opens a connection: it greets; an older one is taken over at its hello. */
  public synchronized Connection connect(Peer peer) {
    Connection connection = new Connection(peer);
    connection.send(new Control.Greeting(131_072));
    return connection;
  }

  /** Takes on a connection that was greeted already. */
  public synchronized Connection adopt(Peer peer) {
    return new Connection(peer);
  }

  /** Makes everything durable and acknowledges it. */
  public synchronized void sync() {
    durable = records.size();
    if (current != null && current.streaming && first + durable > current.acked) {
      current.acked = first + durable;
      current.send(new Control.Ack(first + durable));
    }
    if (current != null && current.end != null) {
      current.finish();
    }
  }

  /** Dies: what is not durable is gone, and nobody hears of any connection again. */
  public synchronized void crash() {
    records.subList(durable, records.size()).clear();
    if (current != null) {
      current.over = true;
      current = null;
    }
  }

  /** {@return the records it has, durable or not} */
  public synchronized List<byte[]> records() {
    return records.stream().map(Stored::bytes).toList();
  }

  /** {@return one past the last durable record} */
  public synchronized long durableNext() {
    return first + durable;
  }

  public synchronized boolean isComplete() {
    return complete;
  }

  /** {@return the PCM of all frames} */
  public synchronized byte[] pcm() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    RecordView view = new RecordView();
    for (Stored stored : records) {
      view.wrap(stored.bytes, 0, stored.bytes.length);
      if (view.is(RecordKind.FRAME)) {
        all.write(stored.bytes, view.framePcmOffset(), view.framePcmLength());
      }
    }
    return all.toByteArray();
  }

  private String digest(int count) {
    RecordDigest digest = new RecordDigest();
    records.subList(0, count).forEach(r -> digest.update(r.bytes, 0, r.bytes.length));
    return digest.hex();
  }

  /** One connection. */
  public final class Connection {
    private final Peer peer;
    private boolean hello;
    private boolean streaming;
    private boolean over;
    private long acked;
    private Control.End end;

    private Connection(Peer peer) {
      this.peer = peer;
    }

    private void send(Control control) {
      peer.text(ControlCodec.encode(control));
    }

    /** Takes a text message of the sender. */
    public void onText(String text) {
      synchronized (ModelReceiver.this) {
        if (over) {
          return;
        }
        Control control = ControlCodec.decode(text);
        if (control instanceof Control.Hello said && !hello) {
          takeOver();
          hello = true;
          first = said.first();
          welcome();
        } else if (control instanceof Control.Rewind rewind && hello && acked == first + durable) {
          goBack(rewind);
          welcome();
        } else if (control instanceof Control.End said && streaming) {
          end = said;
        } else {
          throw new AssertionError("the sender says " + text + " out of order");
        }
      }
    }

    private void takeOver() {
      if (current != null) {
        current.over = true;
        current.peer.close(CloseCode.TAKEN_OVER);
      }
      current = this;
    }

    private void welcome() {
      records.subList(durable, records.size()).clear();
      acked = first + durable;
      String incarnation = durable == 0 ? "" : records.get(durable - 1).incarnation;
      send(new Control.Welcome(true, incarnation, acked, digest(durable)));
      streaming = true;
    }

    private void goBack(Control.Rewind rewind) {
      int keep = (int) Math.max(0, Math.min(records.size(), rewind.next() - first));
      if (rewind.next() == 0 || !lastIs(keep, rewind.incarnation())) {
        keep = records.size();
        while (keep > 0 && lastIs(keep, rewind.incarnation())) {
          keep--;
        }
      }
      records.subList(keep, records.size()).clear();
      durable = keep;
    }

    private boolean lastIs(int count, String incarnation) {
      return count > 0 && records.get(count - 1).incarnation.equals(incarnation);
    }

    /** Takes a binary message of the sender. */
    public void onBinary(byte[] message) {
      synchronized (ModelReceiver.this) {
        if (over) {
          return;
        }
        if (!streaming || end != null) {
          throw new AssertionError("records out of order");
        }
        RecordView view = new RecordView();
        for (int at = 0; at < message.length; at += view.length()) {
          view.wrap(message, at, message.length - at);
          store(view);
        }
      }
    }

    private void store(RecordView view) {
      if (view.number() != first + records.size()) {
        throw new AssertionError(
            "record " + view.number() + " where " + (first + records.size()) + " is wanted");
      }
      String incarnation = records.isEmpty() ? "" : records.get(records.size() - 1).incarnation;
      if (view.is(RecordKind.HEADER)) {
        incarnation = view.header().incarnation();
      }
      byte[] bytes = new byte[view.length()];
      System.arraycopy(view.bytes(), view.offset(), bytes, 0, bytes.length);
      records.add(new Stored(bytes, incarnation));
    }

    private void finish() {
      if (!end.digest().equals(digest(records.size())) || end.next() != first + records.size()) {
        throw new AssertionError("the end does not agree: " + end);
      }
      complete = true;
      send(new Control.Complete(end.digest()));
      end = null;
    }

    /** Takes the sender's close. */
    public void onClose() {
      synchronized (ModelReceiver.this) {
        over = true;
        if (current == this) {
          current = null;
        }
      }
    }
  }
}
