package dev.tapewire.launcher.service;

import dev.tapewire.common.secret.TestKeys;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;

/** OpenAI's Realtime API as it is since the beta's end: conversations and transcriptions. */
final class OpenAiRealtimeServer implements FarService {
  private static final Grammar GRAMMAR = new OpenAiGrammar();
  private static final String KEY = TestKeys.of("sk");

  @Override
  public Grammar grammar() {
    return GRAMMAR;
  }

  @Override
  public String path() {
    return "/v1/realtime";
  }

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public Refusal refusal(RecordedRequest request) {
    if (!("Bearer " + KEY).equals(request.getHeaders().get("Authorization"))) {
      return new Refusal(401, "invalid_api_key");
    }
    HttpUrl url = request.getUrl();
    String intent = url.queryParameter("intent");
    if (url.queryParameterNames().size() != 1
        || (url.queryParameter("model") == null && !"transcription".equals(intent))) {
      return new Refusal(400, "neither a model nor intent=transcription, or both");
    }
    return null;
  }

  @Override
  public Rules rules(ServiceLink link, ServiceServer server) {
    return new OpenAiDialogue(link, server);
  }
}
