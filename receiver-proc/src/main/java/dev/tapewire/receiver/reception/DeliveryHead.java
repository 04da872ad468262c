package dev.tapewire.receiver.reception;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.session.SessionId;
import dev.tapewire.common.wire.CloseCode;
import dev.tapewire.common.wire.Control;
import java.util.regex.Pattern;

/**
 * What a delivery is, as its hello says. Immutable.
 *
 * @param session the session's id, checked: it may name a file
 * @param delivery {@link Control#FIRST_DELIVERY}, or a replay's id
 * @param format of the PCM
 * @param first the number of the delivery's first record
 * @param firstPosition samples per channel before its first sample
 */
public record DeliveryHead(
    String session, String delivery, PcmFormat format, long first, long firstPosition) {
  /** Any number and position of a real session; sums of two such can't overflow. */
  private static final long COUNT_MAX = 1L << 53;

  private static final Pattern DELIVERY = Pattern.compile("[A-Za-z0-9-]{1,40}");

  /**
   * {@return what {@code hello} says}
   *
   * @throws RefusedException if a name or a format is none
   */
  public static DeliveryHead of(Control.Hello hello) {
    if (!SessionId.isValid(hello.session())) {
      throw new RefusedException(CloseCode.BAD_MESSAGE, "hello: that may not name a session");
    }
    if (!DELIVERY.matcher(hello.delivery()).matches()) {
      throw new RefusedException(CloseCode.BAD_MESSAGE, "hello: that may not name a delivery");
    }
    if (hello.first() > COUNT_MAX || hello.firstPosition() > COUNT_MAX) {
      throw new RefusedException(CloseCode.BAD_MESSAGE, "hello: the start is out of range");
    }
    Encoding encoding =
        Encoding.byLabel(hello.encoding())
            .orElseThrow(
                () -> new RefusedException(CloseCode.BAD_MESSAGE, "hello: unknown encoding"));
    try {
      PcmFormat format = new PcmFormat(hello.rate(), hello.channels(), encoding);
      return new DeliveryHead(
          hello.session(), hello.delivery(), format, hello.first(), hello.firstPosition());
    } catch (IllegalArgumentException e) {
      throw new RefusedException(CloseCode.BAD_MESSAGE, "hello: " + e.getMessage());
    }
  }

  /** {@return whether this is the session's first delivery, not a replay} */
  public boolean isFirst() {
    return delivery.equals(Control.FIRST_DELIVERY);
  }

  /** {@return the state before any record} */
  public DeliveryState start() {
    return new DeliveryState(
        first, firstPosition, first == 0 ? 0 : -1, 0, DeliveryState.NO_DIGEST, "", false, false);
  }

  /** {@return bytes of audio that are stored at {@code state}} */
  public long dataBytes(DeliveryState state) {
    return format.bytes(state.position() - firstPosition);
  }
}
