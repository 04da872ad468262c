package dev.tapewire.launcher.sessions;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.tapewire.common.session.SessionGap;
import dev.tapewire.common.session.SessionSummary;
import dev.tapewire.common.session.SourceText;
import java.util.List;

/** Sessions as JSON, in the form that the command line promises. */
public final class SessionJson {
  private SessionJson() {}

  /** {@return an array of them} */
  public static JsonArray sessions(List<SessionView> views) {
    JsonArray array = new JsonArray();
    views.forEach(view -> array.add(session(view)));
    return array;
  }

  /** {@return one session} */
  static JsonObject session(SessionView view) {
    SessionSummary s = view.summary();
    JsonObject o = new JsonObject();
    o.addProperty("id", s.id());
    o.addProperty("started_at", s.startedAt().toString());
    o.addProperty("source", SourceText.shown(s.source())); // Earlier versions wrote it as typed.
    o.addProperty("rate", s.format().sampleRateHz());
    o.addProperty("channels", s.format().channels());
    o.addProperty("encoding", s.format().encoding().label());
    o.addProperty("state", view.state().label());
    o.addProperty("paused", view.paused());
    if (view.input() != null) {
      o.addProperty("input", view.input().state().label());
    }
    o.addProperty("frames", s.frames());
    o.addProperty("samples", s.samples());
    o.addProperty("lost_samples", s.lostSamples());
    o.addProperty("paused_samples", Losses.of(s).pausedSamples());
    o.addProperty("dropped_samples", view.droppedSamples());
    o.add("gaps", gaps(s.gaps()));
    if (view.space() != null) {
      o.add("space", view.space().json());
    }
    JsonArray deliveries = new JsonArray();
    view.deliveries().forEach(delivery -> deliveries.add(delivery(delivery)));
    o.add("destinations", deliveries);
    return o;
  }

  /** {@return an array of gaps} */
  static JsonArray gaps(List<SessionGap> gaps) {
    JsonArray array = new JsonArray();
    for (SessionGap gap : gaps) {
      JsonObject g = new JsonObject();
      g.addProperty("at_samples", gap.atSamples());
      g.addProperty("samples", gap.samples());
      g.addProperty("reason", gap.reason().label());
      array.add(g);
    }
    return array;
  }

  private static JsonObject delivery(SessionView.DeliveryView d) {
    JsonObject o = new JsonObject();
    o.addProperty("to", d.to());
    o.addProperty("profile", d.profile());
    o.addProperty("guarantee", d.guarantee().label());
    o.addProperty("link_state", d.linkState().label());
    o.addProperty("hangs", d.hangs());
    o.addProperty("sent_samples", d.sentSamples());
    o.addProperty("confirmed_samples", d.confirmedSamples());
    o.addProperty("lag_ms", d.lagMs());
    o.addProperty("complete", d.complete());
    o.addProperty("abandoned", d.abandoned());
    return o;
  }
}
