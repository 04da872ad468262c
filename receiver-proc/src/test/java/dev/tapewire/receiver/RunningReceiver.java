package dev.tapewire.receiver;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.tape.MemoryTape;
import dev.tapewire.common.time.SystemClock;
import dev.tapewire.receiver.link.ListenConfig;
import dev.tapewire.receiver.link.Listener;
import dev.tapewire.receiver.reception.Receptions;
import dev.tapewire.receiver.store.FileShelf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A whole receiver in this process, on a port of its own. */
public final class RunningReceiver implements AutoCloseable {
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final AtomicBoolean stop = new AtomicBoolean();
  private final ExecutorService syncs = Executors.newSingleThreadExecutor();
  private final Listener listener;
  private final Thread thread;

  /** Starts; plain clients send what a {@link MemoryTape} holds. */
  public RunningReceiver(Path out, String key, boolean allowOrigin) throws IOException {
    SystemClock clock = new SystemClock();
    ReceiverAgent agent = new ReceiverAgent(clock);
    PcmFormat plain = MemoryTape.FORMAT;
    Log lines = new Log(new PrintStream(log, true, StandardCharsets.UTF_8), true);
    Receptions receptions = new Receptions(new FileShelf(out, clock, syncs, agent), plain, lines);
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    listener = Listener.open(new ListenConfig(address, key, allowOrigin), agent);
    thread = new Thread(() -> run(agent, receptions), "agent");
    thread.start();
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
