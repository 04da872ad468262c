package dev.tapewire.receiver.link;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Makes Netty quiet and plain; to be done before any other class of it is loaded. */
final class NettySetup {
  /** Held on to: the JDK forgets the level of a logger that nobody holds. */
  private static final Logger NETTY = Logger.getLogger("io.netty");

  private NettySetup() {}

  static void apply() {
    // sun.misc.Unsafe makes JDK 24 and later warn on standard error.
    System.setProperty("io.netty.noUnsafe", "true");
    // Otherwise every network interface is asked for its address, only to name channels.
    System.setProperty("io.netty.machineId", "00:00:00:00:00:00:00:01");
    System.setProperty("io.netty.leakDetection.level", "disabled");
    NETTY.setLevel(Level.OFF);
    InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
  }
}
