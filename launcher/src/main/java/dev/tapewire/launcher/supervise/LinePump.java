package dev.tapewire.launcher.supervise;

import dev.tapewire.common.error.IoReason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A thread that hands on each line of a stream until it ends. Confined to that thread. */
final class LinePump implements Runnable {
  private final InputStream in;
  private final Consumer<String> sink;

  private LinePump(InputStream in, Consumer<String> sink) {
    this.in = in;
    this.sink = sink;
  }

  static Thread start(String name, InputStream in, Consumer<String> sink) {
    Thread thread = new Thread(new LinePump(in, sink), "log of " + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Override
  public void run() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        sink.accept(line);
      }
    } catch (IOException e) {
      sink.accept("its log broke off: " + IoReason.of(e));
    }
  }
}
