package dev.tapewire.receiver.store;

import dev.tapewire.common.fuzz.Input;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Any bytes as a ledger: read up to the first line that is torn, or left alone. */
public final class LedgerFuzz {
  private LedgerFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    Input input = new Input(bytes);
    boolean repaired = input.flag();
    byte[] file = repaired ? repaired(input.rest()) : input.rest();
    LedgerCodec.Content content;
    try {
      content = LedgerCodec.read(file);
    } catch (IOException e) {
      return; // Of a later version: left alone.
    }
    if (content.bytes() < 0 || content.bytes() > file.length) {
      throw new AssertionError("counts " + content.bytes() + " bytes of " + file.length);
    }
    if (content.head() == null && !content.stored().states().isEmpty()) {
      throw new AssertionError("states of an unknown delivery");
    }
  }

  /** {@return the same lines, each with a CRC that is right} */
  private static byte[] repaired(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n")) {
      byte[] json = line.getBytes(StandardCharsets.UTF_8);
      CRC32C crc = new CRC32C();
      crc.update(json);
      out.writeBytes(String.format("%08x ", crc.getValue()).getBytes(StandardCharsets.US_ASCII));
      out.writeBytes(json);
      out.write('\n');
    }
    return out.toByteArray();
  }
}
