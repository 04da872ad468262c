package dev.tapewire.launcher.replies;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;

/** Finds text in JSON by a pointer (RFC 6901). Safe for use by any thread. */
final class JsonPointer {
  private JsonPointer() {}

  /** {@return the string there, or null: there is none} */
  static String text(JsonElement in, String pointer) {
    if (!pointer.isEmpty() && !pointer.startsWith("/")) {
      return null;
    }
    JsonElement at = in;
    String[] tokens = pointer.split("/", -1);
    for (int i = 1; i < tokens.length && at != null; i++) {
      at = child(at, tokens[i].replace("~1", "/").replace("~0", "~"));
    }
    boolean string = at != null && at.isJsonPrimitive() && at.getAsJsonPrimitive().isString();
    return string ? at.getAsString() : null;
  }

  private static JsonElement child(JsonElement of, String token) {
    if (of.isJsonObject()) {
      return of.getAsJsonObject().get(token);
    }
    if (of.isJsonArray() && token.matches("0|[1-9]\\d{0,8}")) {
      JsonArray array = of.getAsJsonArray();
      int index = Integer.parseInt(token);
      return index < array.size() ? array.get(index) : null;
    }
    return null;
  }
}
