package dev.tapewire.common.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How an address and its settings are written in the name of a destination: whole, so that two that
 * differ are two, but for what may be a credential, which may change in mid-session. Safe for use
 * by any thread.
 */
final class AddressText {
  /** Stands before each setting in a name. */
  static final String SET = " --set ";

  /** Where one of these is in a parameter's name, its value is a credential. */
  private static final List<String> SECRET_PARTS =
      List.of(
          "secret",
          "passw",
          "pwd",
          "token",
          "signature",
          "credential",
          "authorization",
          "jwt",
          "bearer",
          "ticket",
          "hmac",
          "xamz");

  private static final Set<String> SECRET_NAMES = Set.of("auth", "sig", "sign", "signa", "pass");

  /** A signature changes with these: they are no more of the address than it is. */
  private static final Set<String> SIGNED_WITH =
      Set.of("ts", "timestamp", "expires", "expired", "expiry", "exp", "nonce", "date");

  /**
   * A parameter without a value that is longer, or has digits, is more likely a key than a flag.
   */
  private static final Pattern FLAG = Pattern.compile("[A-Za-z_-]{1,15}");

  /** A word or a UUID has no piece as long as this; a key of 16 bytes in base64 or hex has. */
  private static final Pattern SECRET_PIECE =
      Pattern.compile("(?=[A-Za-z0-9]*[0-9])(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]{20,}");

  private static final int VALUE_CHARS_MAX = 40;
  private static final int VALUE_CHARS_KEPT = 24;
  private static final int MARK_HEX = 8;

  private AddressText() {}

  /** {@return {@code uri}, of whose query what may be a credential is left out} */
  static String shown(String uri) {
    int from = uri.indexOf('?') + 1;
    if (from == 0) {
      return uri;
    }
    int hash = uri.indexOf('#', from);
    int to = hash < 0 ? uri.length() : hash;
    String[] parts = uri.substring(from, to).split("&", -1);
    boolean signed = false;
    for (String part : parts) {
      signed |= word(part).contains("sig");
    }
    for (int i = 0; i < parts.length; i++) {
      parts[i] = parameter(parts[i], signed);
    }
    return uri.substring(0, from) + String.join("&", parts) + uri.substring(to);
  }

  /**
   * {@return {@code uri} as it stood in names of earlier versions, without any value of a query}
   */
  static String former(String uri) {
    return uri.replaceAll("([?&][^=&#]+)=[^&#]*", "$1=" + Destination.SECRET);
  }

  private static String parameter(String part, boolean signed) {
    int equals = part.indexOf('=');
    if (equals < 0) {
      return FLAG.matcher(part).matches() || part.isEmpty() ? part : Destination.SECRET;
    }
    String name = part.substring(0, equals);
    boolean with = signed && SIGNED_WITH.contains(word(part));
    return name + "=" + (with ? Destination.SECRET : value(name, part.substring(equals + 1)));
  }

  /** A value that looks like a key under a name that we don't know is told apart, not shown. */
  private static String value(String name, String value) {
    if (isSecret(name)) {
      return Destination.SECRET;
    }
    boolean looksSecret =
        !value.startsWith(Destination.SECRET) && SECRET_PIECE.matcher(value).find();
    return looksSecret ? Destination.SECRET + mark(value) : value;
  }

  private static boolean isSecret(String name) {
    String word = word(name);
    return SECRET_NAMES.contains(word)
        || word.endsWith("key")
        || (!word.endsWith("tokens") && SECRET_PARTS.stream().anyMatch(word::contains));
  }

  private static String word(String parameter) {
    int equals = parameter.indexOf('=');
    String name = equals < 0 ? parameter : parameter.substring(0, equals);
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  /** {@return what stands behind an address for {@code settings}, in the order of their names} */
  static String settings(Map<String, String> settings) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(settings)
        .forEach(
            (key, value) ->
                text.append(SET).append(key).append('=').append(value(key, compact(value))));
    return text.toString();
  }

  /** One word, whatever is in it, and no longer than people read. */
  private static String compact(String value) {
    StringBuilder word = new StringBuilder();
    for (byte each : value.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = each > ' ' && each < 0x7f && each != '%';
      word.append(plain ? String.valueOf((char) each) : String.format(Locale.ROOT, "%%%02X", each));
    }
    return word.length() <= VALUE_CHARS_MAX
        ? word.toString()
        : word.substring(0, VALUE_CHARS_KEPT) + "~" + mark(value);
  }

  /** {@return {@code name} without the settings behind its address} */
  static String withoutSettings(String name) {
    int at = name.indexOf(SET);
    return at < 0 ? name : name.substring(0, at);
  }

  private static String mark(String value) {
    return hash(value).substring(0, MARK_HEX);
  }

  /** {@return SHA-256 of {@code text}, hex} */
  static String hash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
