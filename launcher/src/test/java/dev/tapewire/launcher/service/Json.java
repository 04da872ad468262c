package dev.tapewire.launcher.service;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Locale;

/** Short ways to write JSON. */
final class Json {
  private Json() {}

  /** {@return what {@code text}, JSON with {@code '} for quotation marks, says when formatted} */
  static JsonObject of(String text, Object... values) {
    return JsonParser.parseString(String.format(Locale.ROOT, text.replace('\'', '"'), values))
        .getAsJsonObject();
  }

  static JsonArray array(List<? extends JsonElement> elements) {
    JsonArray array = new JsonArray();
    elements.forEach(array::add);
    return array;
  }
}
