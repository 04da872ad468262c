package dev.tapewire.sender;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.sender.delivery.Delivery;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A line on the terminal that tells how far a replay is. Confined to the agent thread. */
final class Progress implements AutoCloseable {
  private static final long REFRESH_NS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final double NS_PER_S = TimeUnit.SECONDS.toNanos(1);

  /** Null where there is no terminal. */
  private final PrintWriter terminal;

  private final PcmFormat format;
  private final long fromPosition;
  private long refreshedNs = Long.MIN_VALUE / 2;

  Progress(PrintWriter terminal, PcmFormat format, long fromPosition) {
    this.terminal = terminal;
    this.format = format;
    this.fromPosition = fromPosition;
  }

  void refresh(Delivery delivery, long nowNs) {
    if (terminal != null && nowNs - refreshedNs >= REFRESH_NS) {
      refreshedNs = nowNs;
      terminal.printf(
          Locale.ROOT,
          "\rsent %.1f s, confirmed %.1f s, %s   ",
          seconds(delivery.sentPosition() - fromPosition),
          seconds(delivery.checkpoint().position() - fromPosition),
          delivery.linkState().label());
      terminal.flush();
    }
  }

  void summarize(PrintWriter out, SendSettings settings, Delivery delivery, long tookNs) {
    if (out != null) {
      out.printf(
          Locale.ROOT,
          "replayed %.3f s of %s to %s in %.1f s, %s%n",
          seconds(delivery.checkpoint().position() - fromPosition),
          settings.session(),
          settings.destination().name(),
          tookNs / NS_PER_S,
          delivery.guarantee().label());
      out.flush();
    }
  }

  private double seconds(long samples) {
    return format.toNs(Math.max(0, samples)) / NS_PER_S;
  }

  /** Leaves the line as it is. */
  @Override
  public void close() {
    if (terminal != null) {
      terminal.println();
      terminal.flush();
    }
  }
}
