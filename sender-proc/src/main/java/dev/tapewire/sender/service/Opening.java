package dev.tapewire.sender.service;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a link is opened. Immutable.
 *
 * @param uri where to
 * @param request a request whose answer says where to; null: {@code uri} is the place
 * @param keyForm how the key goes with it
 */
public record Opening(URI uri, Request request, KeyForm keyForm) {
  /**
   * A POST to {@link #uri()}, its scheme {@code http} for {@code ws}.
   *
   * @param json what is posted
   * @param member of the answer that holds the address of the WebSocket
   */
  public record Request(String json, String member) {}

  /** {@return one straight to {@code uri}} */
  public static Opening at(URI uri) {
    return new Opening(uri, null, KeyForm.IN_BAND);
  }

  /** {@return the same, with the key in that form} */
  public Opening keyed(KeyForm form) {
    return new Opening(uri, request, form);
  }

  /** {@return one straight to {@code uri} with more in its query; what is there already stays} */
  public static Opening at(URI uri, Map<String, String> query) {
    String there = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    String more =
        query.entrySet().stream()
            .filter(e -> !e.getValue().isEmpty() && !has(there, e.getKey()))
            .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
            .collect(Collectors.joining("&"));
    String text = uri.toString();
    if (more.isEmpty()) {
      return at(uri);
    }
    return at(URI.create(text + (there.isEmpty() ? (text.endsWith("?") ? "" : "?") : "&") + more));
  }

  private static boolean has(String query, String name) {
    return ("&" + query).contains("&" + encoded(name) + "=");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
