package dev.tapewire.common.metric;

import java.util.Locale;

/** How a delivery stands, as told in JSON. The ordinal is in counter files: append only. */
public enum LinkState {
  OFF,
  CONNECTING,
  STREAMING,
  DRAINING,
  WAITING,
  DONE;

  /** {@return the name in JSON} */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
