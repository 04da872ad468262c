package dev.tapewire.common.bell;

import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.log.Log;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Where a process waits that reads tapes: until a capture process rings, another thread wakes it,
 * or time is up. A capture process connects to a Unix socket beside the process files, says which
 * session it records, and from then on sends a byte for what it appended. It is a hint and no more:
 * what rang and what did not, the tape alone tells. Confined to one thread, but for {@link
 * #wakeUp}.
 *
 * <pre>
 * TAPES/.tapewire/PID.bell    a stream: SESSION, a line feed, then a byte 7 each time
 * </pre>
 */
public final class Doorbell implements AutoCloseable {
  static final byte RING = 7;
  private static final byte END_OF_NAME = '\n';

  /** A name that is longer is no session's. */
  private static final int NAME_BYTES_MAX = 80;

  /** Rings that came while nobody looked are one. */
  private static final int BUFFER_BYTES = 4096;

  private static final long NS_PER_MS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Selector selector;
  private final Map<String, Ringing> ringers = new HashMap<>();
  private final Set<String> rung = new HashSet<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

  /** Null where nobody can ring. */
  private final Path file;

  private Doorbell(Selector selector, Path file) {
    this.selector = selector;
    this.file = file;
  }

  /** Who rings, and for which session. */
  private static final class Ringing {
    final StringBuilder name = new StringBuilder();
    String session;
  }

  /** {@return one at which nobody can ring} */
  public static Doorbell unwired() {
    try {
      return new Doorbell(Selector.open(), null);
    } catch (IOException e) {
      throw new UncheckedIOException("can't wait for events: " + IoReason.of(e), e);
    }
  }

  /** {@return the place where process {@code pid} can be rung} */
  static Path of(Path tapes, String pid) {
    return tapes.resolve(".tapewire").resolve(pid + ".bell");
  }

  /**
   * Opens this process's. Where that can't be, such as under a path too long for a Unix socket,
   * nobody can ring, and tapes are looked at as often as before.
   */
  public static Doorbell open(Path tapes, Log log) {
    Path file = of(tapes.toAbsolutePath(), Long.toString(ProcessHandle.current().pid()));
    ServerSocketChannel server = null;
    try {
      Files.deleteIfExists(file); // Of a process that had our id.
      server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(file));
      server.configureBlocking(false);
      Selector selector = Selector.open();
      server.register(selector, SelectionKey.OP_ACCEPT);
      return new Doorbell(selector, file);
    } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
      Ringer.closeQuietly(server);
      log.detail("no doorbell at " + file + ": " + IoReason.of(e) + "; tapes are polled");
      return unwired();
    }
  }

  /** Hears who rang until now. */
  public void look() {
    try {
      selector.selectNow(this::look);
    } catch (IOException e) {
      throw new UncheckedIOException("can't look for events: " + IoReason.of(e), e);
    }
  }

  /** Waits until somebody rings, {@link #wakeUp}, or {@code timeoutNs} have passed. */
  public void await(long timeoutNs) {
    try {
      selector.select(this::look, Math.max(1, timeoutNs / NS_PER_MS));
    } catch (IOException e) {
      throw new UncheckedIOException("can't wait for events: " + IoReason.of(e), e);
    }
  }

  /** Ends the wait that is under way, or the next one. Safe for any thread. */
  public void wakeUp() {
    selector.wakeup();
  }

  /** {@return whether who records {@code session} rings here} */
  public boolean isRungFor(String session) {
    return ringers.containsKey(session);
  }

  /** {@return whether who records {@code session} rang, came or went since {@link #forget}} */
  public boolean rangFor(String session) {
    return rung.contains(session);
  }

  /** Forgets who rang. */
  public void forget() {
    rung.clear();
  }

  private void look(SelectionKey key) {
    try {
      if (key.channel() instanceof ServerSocketChannel server) {
        SocketChannel come = server.accept();
        if (come != null) {
          come.configureBlocking(false);
          come.register(selector, SelectionKey.OP_READ, new Ringing());
        }
      } else {
        read(key, (SocketChannel) key.channel());
      }
    } catch (IOException e) {
      hangUp(key);
    }
  }

  private void read(SelectionKey key, SocketChannel from) throws IOException {
    buffer.clear();
    int count = from.read(buffer);
    Ringing ringing = (Ringing) key.attachment();
    if (count < 0 || ringing.name.length() > NAME_BYTES_MAX) {
      hangUp(key);
      return;
    }
    buffer.flip();
    while (ringing.session == null && buffer.hasRemaining()) {
      byte next = buffer.get();
      if (next == END_OF_NAME) {
        ringing.session = ringing.name.toString();
        ringers.put(ringing.session, ringing);
      } else {
        ringing.name.append((char) next);
      }
    }
    rung.add(ringing.session);
  }

  /** Whoever it was may connect again. */
  private void hangUp(SelectionKey key) {
    if (key.attachment() instanceof Ringing ringing) {
      ringers.remove(ringing.session, ringing);
      rung.add(ringing.session);
    }
    key.cancel();
    Ringer.closeQuietly(key.channel());
  }

  @Override
  public void close() {
    for (SelectionKey key : selector.keys()) {
      Ringer.closeQuietly(key.channel());
    }
    Ringer.closeQuietly(selector);
    if (file != null) {
      file.toFile().delete();
    }
  }
}
