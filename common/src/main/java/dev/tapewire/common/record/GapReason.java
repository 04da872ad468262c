package dev.tapewire.common.record;

import java.util.Locale;

/** Why samples are missing. Codes are on tape and wire: append only. */
public enum GapReason {
  UNKNOWN(0),
  /** The device or the ring overflowed: the samples existed and were not read in time. */
  OVERRUN(1),
  /** Capture died or was stopped and came back. */
  CAPTURE_RESTARTED(2),
  /** The source gave nothing for a time: device lost, sound server gone. */
  SOURCE_STALLED(3),
  /** The machine was suspended. */
  MACHINE_ASLEEP(4),
  /** The session was paused: the samples were read and, as told, not kept. */
  WITHHELD(5),
  /** The disk was full, or refused for another reason, for longer than memory held. */
  DISK_FULL(6);

  private final int code;

  GapReason(int code) {
    this.code = code;
  }

  /** {@return the byte on tape and wire} */
  public int code() {
    return code;
  }

  /** {@return the reason of that code; {@link #UNKNOWN} for a code of a later version} */
  public static GapReason byCode(int code) {
    for (GapReason reason : values()) {
      if (reason.code == code) {
        return reason;
      }
    }
    return UNKNOWN;
  }

  /** {@return the reason of that label; {@link #UNKNOWN} for one of a later version} */
  public static GapReason byLabel(String label) {
    for (GapReason reason : values()) {
      if (reason.label().equals(label)) {
        return reason;
      }
    }
    return UNKNOWN;
  }

  /** {@return the name in JSON, such as {@code capture-restarted}} */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
