package dev.tapewire.receiver;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.tape.MemoryTape;
import dev.tapewire.common.time.SystemClock;
import dev.tapewire.receiver.link.ListenConfig;
import dev.tapewire.receiver.link.Listener;
import dev.tapewire.receiver.link.TlsFiles;
import dev.tapewire.receiver.reception.Receptions;
import dev.tapewire.receiver.store.FileShelf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A whole receiver in this process, on a port of its own. */
public final class RunningReceiver implements AutoCloseable {
  private static final InetSocketAddress LOOPBACK =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private static final int PATIENCE_MS = 20_000;

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final AtomicBoolean stop = new AtomicBoolean();
  private final ExecutorService syncs = Executors.newSingleThreadExecutor();
  private final Listener listener;
  private final Thread thread;

  /** Starts; plain clients send what a {@link MemoryTape} holds. */
  public RunningReceiver(Path out, String key, boolean allowOrigin) throws IOException {
    this(out, new ListenConfig(LOOPBACK, keys(key), allowOrigin, null));
  }

  /** Starts with TLS, and without a key. */
  public RunningReceiver(Path out, TlsFiles tls) throws IOException {
    this(out, new ListenConfig(LOOPBACK, List.of(), false, tls));
  }

  private RunningReceiver(Path out, ListenConfig config) throws IOException {
    SystemClock clock = new SystemClock();
    ReceiverAgent agent = new ReceiverAgent(clock);
    PcmFormat plain = MemoryTape.FORMAT;
    Log lines = new Log(new PrintStream(log, true, StandardCharsets.UTF_8), true);
    Receptions receptions =
        new Receptions(new FileShelf(out, clock, syncs, agent, lines), plain, lines);
    listener = Listener.open(config, agent, lines);
    thread = new Thread(() -> run(agent, receptions), "agent");
    thread.start();
  }

  private static List<String> keys(String key) {
    return key == null ? List.of() : List.of(key);
  }

  private void run(ReceiverAgent agent, Receptions receptions) {
    try {
      agent.run(receptions, stop::get);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@return its port} */
  public int port() {
    return listener.address().getPort();
  }

  /** {@return what it logged} */
  public String log() {
    return log.toString(StandardCharsets.UTF_8);
  }

  /** Waits until it has logged a line with {@code part}. */
  public void awaitLog(String part) throws InterruptedException {
    for (int i = 0; !log().contains(part); i++) {
      if (i > PATIENCE_MS) {
        throw new AssertionError("no '" + part + "' in: " + log());
      }
      Thread.sleep(1);
    }
  }

  @Override
  public void close() {
    stop.set(true);
    try {
      thread.join(TimeUnit.SECONDS.toMillis(20));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    listener.close();
    syncs.shutdownNow();
  }
}
