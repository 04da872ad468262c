package dev.tapewire.launcher.service;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.tapewire.common.secret.TestKeys;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;

/**
 * Gladia's live API v2: a session is asked for over HTTP and outlives its links for a while; each
 * piece of audio is acknowledged with its bytes. Whether the end of these counts is not certain, so
 * every other session counts it. Confined to the server's lock.
 */
final class GladiaServer implements FarService {
  private static final Grammar GRAMMAR = SchemaGrammar.gladia();
  private static final String KEY = TestKeys.of("gl");
  private static final Set<String> RATES = Set.of("8000", "16000", "32000", "44100", "48000");

  private final Map<String, GladiaSession> sessions = new HashMap<>();

  @Override
  public Grammar grammar() {
    return GRAMMAR;
  }

  @Override
  public String path() {
    return "/v2/live";
  }

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public MockResponse plain(ServiceServer server, RecordedRequest request) {
    if (!request.getMethod().equals("POST") || !request.getUrl().encodedPath().equals(path())) {
      return null;
    }
    if (!KEY.equals(request.getHeaders().get("x-gladia-key"))) {
      return server.refuse(401, "wrong key");
    }
    String text = request.getBody() == null ? "" : request.getBody().utf8();
    String fault = grammar().fault(text);
    JsonObject asked = fault == null ? Rules.parse(text) : null;
    if (fault == null) {
      fault = asked == null ? "no JSON object" : fault(asked);
    }
    if (fault != null) {
      return server.refuse(400, fault);
    }
    String token = TestKeys.of("token" + sessions.size()); // A key, too.
    sessions.put(token, new GladiaSession(sessions.size(), asked, server));
    JsonObject answer = Json.of("{'created_at':'2026-11-22T10:00:00.000Z'}");
    answer.addProperty("id", GladiaSession.id(sessions.size() - 1));
    answer.addProperty("url", server.uri() + "?token=" + token);
    return new MockResponse.Builder().code(201).body(answer.toString()).build();
  }

  @Override
  public Refusal refusal(RecordedRequest request) {
    GladiaSession session = sessions.get(request.getUrl().queryParameter("token"));
    return session == null || session.isLeft() ? new Refusal(403, "no such session") : null;
  }

  @Override
  public Rules rules(ServiceLink link, ServiceServer server) {
    return new GladiaDialogue(link, server, sessions.get(link.query("token")));
  }

  private static String fault(JsonObject asked) {
    if (!RATES.contains(Rules.string(asked, "sample_rate"))) {
      return "the rate " + asked.get("sample_rate");
    }
    if (!Rules.string(asked, "channels").equals("1")) {
      return "this server hears one channel";
    }
    JsonElement depth = asked.get("bit_depth");
    return switch (Rules.string(asked, "encoding")) {
      case "wav/pcm" -> "16".equals(depth == null ? "" : depth.getAsString()) ? null : "the depth";
      case "wav/alaw", "wav/ulaw" -> null;
      default -> "the encoding " + asked.get("encoding");
    };
  }
}
