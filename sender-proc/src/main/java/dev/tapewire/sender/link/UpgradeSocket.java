package dev.tapewire.sender.link;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * A socket on which {@code Connection: keep-alive, Upgrade} is an upgrade. RFC 6455 and RFC 9110
 * let a server name more than one option there; OkHttp wants the one alone, and looks where no
 * interceptor reaches. What is no answer with 101 in the clear passes as it is, TLS among it.
 * Confined to the thread that reads it.
 */
final class UpgradeSocket extends Socket {
  private InputStream input;

  @Override
  public synchronized InputStream getInputStream() throws IOException {
    if (input == null) {
      input = new Answer(super.getInputStream());
    }
    return input;
  }

  /** Holds the first answer's head back until it is whole. */
  static final class Answer extends FilterInputStream {
    private static final byte[] SWITCHING = "HTTP/1.1 101".getBytes(StandardCharsets.US_ASCII);
    private static final String END = "\r\n\r\n";
    private static final String CONNECTION = "connection:";
    private static final int HEAD_BYTES_MAX = 64 * 1024;

    private byte[] held = new byte[0];
    private int given;
    private boolean passes;

    Answer(InputStream below) {
      super(below);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      int count = read(one, 0, 1);
      return count < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      while (!passes) {
        hold();
      }
      if (given == held.length) {
        return super.read(to, offset, length);
      }
      int count = Math.min(length, held.length - given);
      System.arraycopy(held, given, to, offset, count);
      given += count;
      return count;
    }

    @Override
    public int available() throws IOException {
      return held.length - given + super.available();
    }

    /** TLS that fails skips until nothing is available: what is held must go, too. */
    @Override
    public long skip(long count) throws IOException {
      int skipped = (int) Math.max(0, Math.min(count, held.length - given));
      given += skipped;
      return skipped > 0 ? skipped : super.skip(count);
    }

    private void hold() throws IOException {
      byte[] more = new byte[8192];
      int count = super.read(more, 0, more.length);
      if (count > 0) {
        int before = held.length;
        held = Arrays.copyOf(held, before + count);
        System.arraycopy(more, 0, held, before, count);
      }
      int known = Math.min(held.length, SWITCHING.length);
      boolean switches = Arrays.equals(held, 0, known, SWITCHING, 0, known);
      String text = new String(held, StandardCharsets.ISO_8859_1);
      int end = text.indexOf(END);
      if (switches && end >= 0) {
        String head = mended(text.substring(0, end));
        held = (head + text.substring(end)).getBytes(StandardCharsets.ISO_8859_1);
      }
      passes = count < 0 || !switches || end >= 0 || held.length > HEAD_BYTES_MAX;
    }

    private static String mended(String head) {
      StringBuilder lines = new StringBuilder();
      boolean upgrades = false;
      for (String line : head.split("\r\n", -1)) {
        if (!line.toLowerCase(Locale.ROOT).startsWith(CONNECTION)) {
          lines.append(lines.isEmpty() ? "" : "\r\n").append(line);
        } else {
          upgrades |=
              Arrays.stream(line.substring(CONNECTION.length()).split(","))
                  .anyMatch(option -> option.strip().equalsIgnoreCase("upgrade"));
        }
      }
      return upgrades ? lines + "\r\nConnection: Upgrade" : head;
    }
  }
}
