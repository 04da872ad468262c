package dev.tapewire.common.fuzz;

import dev.tapewire.common.record.RecordLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The bytes that a fuzzer gives, taken from the front piece by piece; what is no longer there is
 * zero. Confined to one thread.
 */
public final class Input {
  private final byte[] bytes;
  private int at;

  public Input(byte[] bytes) {
    this.bytes = bytes;
  }

  public boolean isEmpty() {
    return at >= bytes.length;
  }

  /** {@return a number from 0 to 255} */
  public int octet() {
    return at < bytes.length ? bytes[at++] & 0xff : 0;
  }

  /** {@return a number below {@code bound}, at most 256} */
  public int below(int bound) {
    return octet() % bound;
  }

  public boolean flag() {
    return (octet() & 1) == 1;
  }

  /** {@return a number that is small, large or negative; the first octet decides} */
  public long number() {
    int kind = octet();
    if (kind < 128) {
      return kind;
    }
    return ByteBuffer.wrap(take(Long.BYTES)).getLong();
  }

  /** {@return the next bytes, as many as the length before them says, at most 64 KiB} */
  public byte[] piece() {
    int length = octet() << 8 | octet();
    return Arrays.copyOfRange(bytes, at, at = Math.min(bytes.length, at + length));
  }

  public String text() {
    return new String(piece(), StandardCharsets.UTF_8);
  }

  /** {@return all that is left} */
  public byte[] rest() {
    return Arrays.copyOfRange(bytes, at, at = bytes.length);
  }

  private byte[] take(int count) {
    byte[] taken = new byte[count];
    for (int i = 0; i < count; i++) {
      taken[i] = (byte) octet();
    }
    return taken;
  }

  /**
   * Makes the length and CRC of the record at {@code offset} right, so that what is behind these
   * checks is reached, too.
   */
  public static void repairRecord(byte[] bytes, int offset, int length) {
    if (length < RecordLayout.BODY_AT || offset + length > bytes.length) {
      return;
    }
    ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    words.putInt(offset + RecordLayout.LENGTH_AT, length);
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset + RecordLayout.LENGTH_AT, length - RecordLayout.LENGTH_AT);
    words.putInt(offset + RecordLayout.CRC_AT, (int) crc.getValue());
  }
}
