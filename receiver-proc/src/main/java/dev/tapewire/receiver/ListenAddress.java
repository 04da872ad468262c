package dev.tapewire.receiver;

import dev.tapewire.common.error.TapewireException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code --listen}. */
final class ListenAddress {
  private static final Pattern FORM = Pattern.compile("(?:\\[([^\\]]+)\\]|([^:]+)):(\\d{1,5})");
  private static final int PORT_MAX = 65_535;

  private ListenAddress() {}

  /**
   * {@return {@code HOST:PORT} or {@code [IPv6]:PORT}, resolved}
   *
   * @throws TapewireException wrong usage, naming the value and the form
   */
  static InetSocketAddress parse(String text) {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) {
      throw TapewireException.usage("--listen " + text + ": use HOST:PORT, as 127.0.0.1:8765");
    }
    String host = m.group(1) == null ? m.group(2) : m.group(1);
    int port = Integer.parseInt(m.group(3));
    if (port > PORT_MAX) {
      throw TapewireException.usage(
          "--listen " + text + ": port " + port + " is not in 0.." + PORT_MAX);
    }
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw TapewireException.usage(
          "--listen " + text + ": no host '" + host + "'; use an address of this machine");
    }
  }

  /** {@return the URI of a bound address; {@code scheme} is ws or wss} */
  static String uri(String scheme, InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return scheme
        + "://"
        + (host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + address.getPort();
  }
}
