package dev.tapewire.sender.service;

import java.util.Locale;

/** What a service tells of the audio that it got. */
public enum Proof {
  /** It acknowledges audio, and its answers tell how far it is. */
  RECEIPT,
  /** Its answers tell how far it is. */
  PROCESSED,
  /** Nothing: a pong shows that audio passed its WebSocket parser. */
  NONE;

  /** {@return the name in JSON} */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
