package dev.tapewire.receiver.reception;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/** What stands beside the audio, as JSON for people and programs. */
final class Summary {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

  private Summary() {}

  /**
   * {@return the summary of a delivery at {@code state}}
   *
   * @param gaps the first of them; those beyond the state are not told
   * @param count of all below the state
   */
  static String json(DeliveryHead head, DeliveryState state, List<StoredGap> gaps, int count) {
    return json(head, state, gaps, count, state.digest());
  }

  /** {@return the summary of plain audio, which has no records, so no digest of them} */
  static String plain(DeliveryHead head, DeliveryState state) {
    return json(head, state, List.of(), 0, null);
  }

  private static String json(
      DeliveryHead head, DeliveryState state, List<StoredGap> gaps, int count, String digest) {
    JsonObject o = new JsonObject();
    o.addProperty("session", head.session());
    o.addProperty("delivery", head.delivery());
    o.addProperty("rate", head.format().sampleRateHz());
    o.addProperty("channels", head.format().channels());
    o.addProperty("encoding", head.format().encoding().label());
    o.addProperty("first_position", head.firstPosition());
    o.addProperty("samples", state.position() - head.firstPosition());
    o.addProperty("lost_samples", state.lostSamples());
    JsonArray list = new JsonArray();
    for (StoredGap gap : gaps) {
      if (gap.atSamples() < state.position()) {
        JsonObject g = new JsonObject();
        g.addProperty("at_samples", gap.atSamples());
        g.addProperty("samples", gap.samples());
        g.addProperty("reason", gap.reason().label());
        list.add(g);
      }
    }
    o.addProperty("gap_count", count);
    o.add("gaps", list);
    o.addProperty("digest", digest);
    o.addProperty("complete", state.complete());
    return GSON.toJson(o) + "\n";
  }
}
