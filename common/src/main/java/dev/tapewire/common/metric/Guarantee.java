package dev.tapewire.common.metric;

import java.util.Locale;

/** What a destination can promise. The ordinal is in counter files: append only. */
public enum Guarantee {
  /** Not known before the destination answered. */
  UNKNOWN,
  EXACTLY_ONCE,
  AT_LEAST_ONCE,
  EVIDENCE_ONLY;

  /** {@return the name in JSON} */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
