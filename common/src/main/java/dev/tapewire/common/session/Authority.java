package dev.tapewire.common.session;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who an address names. {@link URI} takes no underscore in a host, though resolvers do: the names
 * of containers have them. Immutable.
 *
 * @param user {@code USER} or {@code USER:PASSWORD}, decoded; null: there is none
 * @param host an IPv6 address in brackets
 * @param port -1: there is none
 */
record Authority(String user, String host, int port) {
  private static final Pattern NAMED =
      Pattern.compile("(?:([^@]*)@)?([A-Za-z0-9_](?:[A-Za-z0-9._-]{0,252}))(?::(\\d{1,9}))?");

  /** {@return null if it names nobody} */
  static Authority of(URI uri) {
    if (uri.getHost() != null) {
      return new Authority(uri.getUserInfo(), uri.getHost(), uri.getPort());
    }
    String text = uri.getRawAuthority();
    Matcher named = NAMED.matcher(text == null ? "" : text);
    if (!named.matches()) {
      return null;
    }
    int port = named.group(3) == null ? -1 : Integer.parseInt(named.group(3));
    return new Authority(decoded(named.group(1)), named.group(2), port);
  }

  private static String decoded(String user) {
    // A plus is a plus here, as it is not in a form.
    return user == null
        ? null
        : URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
