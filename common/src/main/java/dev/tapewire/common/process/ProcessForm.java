package dev.tapewire.common.process;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.tapewire.common.session.SessionId;

/**
 * The form of a process file. Who reads one asks for its members without a second thought, so a
 * file that has another form is not given to anybody. Safe for use by any thread.
 */
final class ProcessForm {
  private ProcessForm() {}

  /** {@return whether every member that anybody asks for is there, and of its kind} */
  static boolean isRight(JsonObject o) {
    return isText(o.get("name"))
        && isNumber(o.get("pid"))
        && (!o.has("started_at") || isText(o.get("started_at")))
        && (!o.has("to") || isText(o.get("to")))
        && (!o.has("session") || isSession(o.get("session")))
        && (!o.has("children") || areChildren(o.get("children")));
  }

  private static boolean areChildren(JsonElement list) {
    if (!list.isJsonArray()) {
      return false;
    }
    for (JsonElement each : list.getAsJsonArray()) {
      if (!each.isJsonObject() || !isChild(each.getAsJsonObject())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isChild(JsonObject o) {
    return isText(o.get("name"))
        && isText(o.get("state"))
        && isText(o.get("to"))
        && (isNumber(o.get("pid")) || o.get("pid") instanceof JsonNull) // None runs.
        && isNumber(o.get("restarts"));
  }

  /** It names a directory. */
  private static boolean isSession(JsonElement e) {
    return isText(e) && SessionId.isValid(e.getAsString());
  }

  private static boolean isText(JsonElement e) {
    return e instanceof JsonPrimitive p && p.isString();
  }

  private static boolean isNumber(JsonElement e) {
    return e instanceof JsonPrimitive p && p.isNumber() && p.getAsString().matches("\\d{1,18}");
  }
}
