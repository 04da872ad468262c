package dev.tapewire.common.bell;

import dev.tapewire.common.session.DirectoryLock;
import dev.tapewire.common.session.SessionPaths;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Rings the {@linkplain Doorbell doorbells} of those who deliver a session. It never waits and
 * never fails: who can't be rung looks by itself. One thread rings, another looks for who has come.
 */
public final class Ringer implements AutoCloseable {
  private final SessionPaths paths;
  private final Map<String, SocketChannel> byPid = new ConcurrentHashMap<>();
  private final ByteBuffer ring = ByteBuffer.allocateDirect(1).put(0, Doorbell.RING);

  /** Rings for what is appended to the session; nobody yet. */
  public Ringer(SessionPaths paths) {
    this.paths = paths;
  }

  /** Tells all that there is more. */
  public void ring() {
    for (Map.Entry<String, SocketChannel> each : byPid.entrySet()) {
      try {
        ring.clear();
        each.getValue().write(ring); // 0 bytes: it has rings enough that it did not hear yet.
      } catch (IOException e) {
        drop(each.getKey(), each.getValue());
      }
    }
  }

  /** Looks who delivers the session now. */
  public void look() {
    if (!Files.isDirectory(paths.destinations())) {
      return;
    }
    Set<String> holders = new HashSet<>();
    try (DirectoryStream<Path> destinations = Files.newDirectoryStream(paths.destinations())) {
      for (Path each : destinations) {
        holders.add(DirectoryLock.holder(paths.sendLock(each.getFileName().toString())));
      }
    } catch (IOException e) {
      return; // The session may be deleted now; the next look tells.
    }
    for (String pid : holders) {
      if (!pid.isEmpty() && !byPid.containsKey(pid)) {
        connect(pid);
      }
    }
  }

  private void connect(String pid) {
    Path bell = Doorbell.of(paths.directory().toAbsolutePath().getParent(), pid);
    if (!Files.exists(bell)) {
      return;
    }
    SocketChannel channel = null;
    try {
      channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.configureBlocking(false); // Or it waits while a stopped sender accepts nobody.
      channel.connect(UnixDomainSocketAddress.of(bell));
      channel.write(ByteBuffer.wrap((paths.id() + "\n").getBytes(StandardCharsets.US_ASCII)));
      byPid.put(pid, channel);
    } catch (IOException | IllegalArgumentException e) {
      closeQuietly(channel); // It is dead, or just about to be there.
    }
  }

  private void drop(String pid, SocketChannel channel) {
    byPid.remove(pid, channel);
    closeQuietly(channel);
  }

  static void closeQuietly(Closeable channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      return; // It is let go of in any case, and who rings is recording.
    }
  }

  @Override
  public void close() {
    byPid.forEach(this::drop);
  }
}
