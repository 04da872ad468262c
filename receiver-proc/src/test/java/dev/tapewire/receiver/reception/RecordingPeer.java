package dev.tapewire.receiver.reception;

import dev.tapewire.common.wire.Control;
import java.util.ArrayList;
import java.util.List;

/** A peer that keeps what it is told. */
final class RecordingPeer implements Peer {
  private final String name;
  final List<Control> received = new ArrayList<>();
  int closeCode;
  String closeReason = "";

  RecordingPeer(String name) {
    this.name = name;
  }

  @Override
  public void send(Control message) {
    if (closeCode == 0) {
      received.add(message);
    }
  }

  @Override
  public void close(int code, String reason) {
    if (closeCode == 0) {
      closeCode = code;
      closeReason = reason;
    }
  }

  @Override
  public String name() {
    return name;
  }

  /** The newest message of that type, or null. */
  <T extends Control> T newest(Class<T> type) {
    T found = null;
    for (Control message : received) {
      found = type.isInstance(message) ? type.cast(message) : found;
    }
    return found;
  }

  <T extends Control> long count(Class<T> type) {
    return received.stream().filter(type::isInstance).count();
  }
}
