package dev.tapewire.common.session;

import dev.tapewire.common.error.TapewireException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * To whom a session is delivered: {@code [PROFILE=]URI}, {@code PROFILE} alone for a speech service
 * with an address of its own, or {@code received:DIR} for our own receiver. Immutable.
 *
 * @param profile {@code auto}, {@code tapewire}, {@code raw} or the name of a speech service
 * @param uri where to connect, secrets included
 * @param name for people, JSON and the tape: the whole address with its settings, secrets left out;
 *     the same destination has the same name whatever its port, for our own receiver
 * @param formerName under which earlier versions knew it, with others
 */
public record Destination(String profile, URI uri, String name, String formerName) {
  private static final Set<String> PROFILES = Set.of("auto", "tapewire", "raw");

  /** The scheme of our own receiver under {@code run}. */
  public static final String OWN_SCHEME = "received";

  /** Stands in a name where the address has a secret. */
  public static final String SECRET = "***";

  /** Ends the name under which a replay's answers are kept. */
  public static final String REPLAY = " (replay)";

  private static final int KEY_HEX = 16;

  /** One that was never known under another name. */
  public Destination(String profile, URI uri, String name) {
    this(profile, uri, name, name);
  }

  /**
   * Reads what stands after {@code --to}.
   *
   * @throws TapewireException wrong usage, naming the value and the form
   */
  public static Destination parse(String text) {
    int set = text.indexOf(AddressText.SET);
    if (set < 0 || text.startsWith(OWN_SCHEME + ":")) {
      return parseAddress(text);
    }
    Destination plain = parseAddress(text.substring(0, set));
    return plain.named(plain.name + text.substring(set));
  }

  private Destination named(String to) {
    return new Destination(profile, uri, to, formerName);
  }

  /** {@return the same address with these settings of a service: another destination} */
  public Destination with(Map<String, String> settings) {
    return settings.isEmpty() ? this : named(name + AddressText.settings(settings));
  }

  /** {@return its name without the settings: what stands after {@code --to}} */
  public String address() {
    return addressOf(name);
  }

  /** {@return the address of the destination that is called {@code name}, without its settings} */
  public static String addressOf(String name) {
    return name.startsWith(OWN_SCHEME + ":") ? name : AddressText.withoutSettings(name);
  }

  /** {@return whether people may mean the destination that is called {@code name} by it} */
  public static boolean isMeant(String asked, String name) {
    String address = addressOf(name);
    return List.of(name, address).contains(redact(asked))
        || address.equals(asked)
        || name.equals(asked)
        || address.startsWith(asked + "=")
        || address.equals(formerly(asked));
  }

  private static Destination parseAddress(String text) {
    int equals = text.indexOf('=');
    int colon = text.indexOf(':');
    boolean hasProfile = equals > 0 && (colon < 0 || equals < colon);
    String profile = hasProfile ? text.substring(0, equals) : "auto";
    String rest = hasProfile ? text.substring(equals + 1) : text;
    if (!isProfile(profile)) {
      throw TapewireException.usage(
          "--to "
              + hidden(text)
              + ": no profile '"
              + profile
              + "'; one of auto, tapewire, raw, "
              + String.join(", ", ServiceNames.all()));
    }
    if (!hasProfile && isProfile(rest)) {
      return withItsAddress(rest);
    }
    if (rest.startsWith(OWN_SCHEME + ":")) {
      String dir = rest.substring(OWN_SCHEME.length() + 1);
      String path = java.nio.file.Path.of(dir).toAbsolutePath().normalize().toString();
      return own(path, URI.create("ws://127.0.0.1:0"));
    }
    String prefix = hasProfile && !profile.equals("auto") ? profile + "=" : "";
    return new Destination(
        profile, checkedUri(rest), prefix + redact(rest), prefix + formerly(rest));
  }

  /** {@return whether this version speaks that profile} */
  public static boolean isProfile(String name) {
    return PROFILES.contains(name) || ServiceNames.has(name);
  }

  private static Destination withItsAddress(String profile) {
    String address = ServiceNames.address(profile);
    if (address == null || address.isEmpty()) {
      throw TapewireException.usage(
          "--to " + profile + ": this profile needs an address, " + profile + "=ws://HOST:PORT");
    }
    return new Destination(profile, URI.create(address), profile);
  }

  /** {@return whether it is a speech service} */
  public boolean isService() {
    return ServiceNames.has(profile);
  }

  /** {@return our own receiver that writes to {@code directory}, reached at {@code uri} now} */
  public static Destination own(String directory, URI uri) {
    return new Destination("tapewire", uri, OWN_SCHEME + ":" + directory);
  }

  /** {@return whether this is our own receiver, under {@code run}} */
  public boolean isOwn() {
    return name.startsWith(OWN_SCHEME + ":");
  }

  /** {@return whether it is reached over TLS} */
  public boolean isSecure() {
    return "wss".equalsIgnoreCase(uri.getScheme());
  }

  /** {@return the host, an IPv6 address in brackets} */
  public String host() {
    return Authority.of(uri).host();
  }

  /** {@return {@code USER} or {@code USER:PASSWORD} of the address, a secret; null: it has none} */
  public String user() {
    return Authority.of(uri).user();
  }

  /** {@return 16 hex digits that name this destination's directory inside a session's} */
  public String key() {
    return keyOf(name);
  }

  /** {@return the key of the destination that is called {@code name}} */
  public static String keyOf(String name) {
    return AddressText.hash(name).substring(0, KEY_HEX);
  }

  /** {@return {@code text} without user info and without what of its query may be a credential} */
  public static String redact(String text) {
    return AddressText.shown(withoutUser(text));
  }

  /**
   * {@return {@code text}, which is no address that we take, without all up to its last @: a
   * password may hold any character}
   */
  private static String hidden(String text) {
    return redact(text.replaceAll("//[^?#]*@", "//" + SECRET + "@"));
  }

  private static String formerly(String text) {
    return AddressText.former(withoutUser(text));
  }

  private static String withoutUser(String text) {
    return text.replaceAll("//[^/@?#]*@", "//" + SECRET + "@");
  }

  private static URI checkedUri(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (java.net.URISyntaxException e) {
      throw TapewireException.usage(
          "--to " + hidden(text) + ": not a URI; use ws://HOST:PORT/PATH or wss://HOST/PATH");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    Authority authority = Authority.of(uri);
    if (!(scheme.equals("ws") || scheme.equals("wss")) || authority == null) {
      throw TapewireException.usage(
          "--to "
              + hidden(text)
              + ": use ws://HOST:PORT/PATH, wss://HOST/PATH, or a service of `tapewire services`");
    }
    if (authority.port() > 65_535 || authority.port() == 0) {
      throw TapewireException.usage(
          "--to " + hidden(text) + ": port " + authority.port() + " is not in 1..65535");
    }
    if (authority.user() != null && String.valueOf(uri.getRawPath()).contains("@")) {
      throw TapewireException.usage(
          "--to "
              + hidden(text)
              + ": its user information ends before the last @; write / as %2F, @ as %40");
    }
    return uri;
  }
}
