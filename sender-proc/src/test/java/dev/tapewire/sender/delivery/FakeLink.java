package dev.tapewire.sender.delivery;

import dev.tapewire.common.wire.Control;
import dev.tapewire.common.wire.ControlCodec;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** A link that keeps what is handed to it until the test takes it. Confined to one thread. */
public final class FakeLink implements Link {
  /** What was handed over: a text, or bytes, or a close. */
  public record Message(String text, byte[] bytes, int closeCode) {}

  public final LinkRequest request;
  public final Deque<Message> handed = new ArrayDeque<>();
  long queuedBytes;
  int pings;
  int pongs;
  int unasked;
  int closeCode;
  boolean cancelled;
  boolean dead;
  boolean loads;

  public FakeLink(LinkRequest request) {
    this.request = request;
  }

  @Override
  public boolean sendText(String text) {
    return take(new Message(text, null, 0));
  }

  @Override
  public boolean sendBinary(byte[] bytes, int offset, int length) {
    return take(new Message(null, Arrays.copyOfRange(bytes, offset, offset + length), 0));
  }

  /** The peer sends a pong, asked or not. */
  public void pong() {
    pongs++;
  }

  private boolean take(Message message) {
    if (dead || closeCode != 0) {
      return false;
    }
    handed.add(message);
    return true;
  }

  @Override
  public void loading(boolean stillLoads) {
    loads = stillLoads;
  }

  @Override
  public long queuedBytes() {
    return queuedBytes;
  }

  @Override
  public int sentPings() {
    return pings;
  }

  @Override
  public int receivedPongs() {
    return pongs;
  }

  @Override
  public int unaskedPongs() {
    return unasked;
  }

  @Override
  public void close(int code, String reason) {
    if (closeCode == 0 && !dead) {
      handed.add(new Message(null, null, code));
      closeCode = code;
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
    dead = true;
  }

  /** Takes the next message, which must be a control message. */
  public Control control() {
    Message message = handed.remove();
    return ControlCodec.decode(message.text());
  }

  /** Takes all binary messages at the head of the queue. {@return their bytes, joined} */
  public byte[] binary() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (!handed.isEmpty() && handed.peek().bytes() != null) {
      all.writeBytes(handed.remove().bytes());
    }
    return all.toByteArray();
  }
}
