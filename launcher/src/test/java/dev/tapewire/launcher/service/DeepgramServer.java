package dev.tapewire.launcher.service;

import com.google.gson.JsonObject;
import dev.tapewire.common.secret.TestKeys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import mockwebserver3.RecordedRequest;

/** Deepgram's {@code /v1/listen}: contiguous final results, ten seconds of patience. */
final class DeepgramServer implements FarService {
  private static final Grammar GRAMMAR = SchemaGrammar.of("deepgram");
  private static final String KEY = TestKeys.of("dg");
  private static final double CEILING = 1.25;
  private static final double IDLE_SECONDS = 10;
  private static final double INTERIM_SECONDS = 1;
  private static final double FINAL_SECONDS = 3;
  private static final Set<String> PARAMETERS =
      Set.of(
          "model",
          "encoding",
          "sample_rate",
          "channels",
          "multichannel",
          "interim_results",
          "endpointing",
          "utterance_end_ms",
          "vad_events",
          "punctuate",
          "smart_format",
          "numerals",
          "dictation",
          "profanity_filter",
          "redact",
          "replace",
          "search",
          "keyterm",
          "keywords",
          "diarize_model",
          "diarize",
          "detect_entities",
          "language",
          "callback",
          "callback_method",
          "tag",
          "extra",
          "mip_opt_out",
          "version");

  @Override
  public Grammar grammar() {
    return GRAMMAR;
  }

  @Override
  public String path() {
    return "/v1/listen";
  }

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public Refusal refusal(RecordedRequest request) {
    if (!("Token " + KEY).equals(request.getHeaders().get("Authorization"))) {
      return new Refusal(401, "INVALID_AUTH");
    }
    for (String name : request.getUrl().queryParameterNames()) {
      if (!PARAMETERS.contains(name)) {
        return new Refusal(400, "an unknown parameter: " + name);
      }
    }
    if (request.getUrl().queryParameter("model") == null) {
      return new Refusal(400, "no model");
    }
    if (decoder(request) == null) {
      return new Refusal(400, "an encoding that this server does not know");
    }
    if (rate(request) <= 0) {
      return new Refusal(400, "no sample_rate with raw audio");
    }
    String channels = request.getUrl().queryParameter("channels");
    return channels == null || channels.equals("1") ? null : new Refusal(400, "more channels");
  }

  @Override
  public Rules rules(ServiceLink link, ServiceServer server) {
    return new Dialogue(link, server);
  }

  private static PcmDecoder decoder(RecordedRequest request) {
    String encoding = request.getUrl().queryParameter("encoding");
    return switch (encoding == null ? "" : encoding) {
      case "linear16" -> PcmDecoder.S16LE;
      case "mulaw" -> PcmDecoder.MULAW;
      case "alaw" -> PcmDecoder.ALAW;
      default -> null;
    };
  }

  private static int rate(RecordedRequest request) {
    String rate = request.getUrl().queryParameter("sample_rate");
    return rate != null && rate.matches("[0-9]{1,6}") ? Integer.parseInt(rate) : 0;
  }

  /** One link. */
  private static final class Dialogue extends Rules {
    private final Hearing hearing;
    private final boolean interim;
    private final MessageDigest sha256;
    private long interimAt;

    Dialogue(ServiceLink link, ServiceServer server) {
      super(link, server);
      hearing = new Hearing(link, decoder(link.request()), rate(link.request()));
      interim = "true".equals(link.query("interim_results"));
      ceiling(CEILING);
      try {
        sha256 = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    @Override
    void text(String text) {
      JsonObject message = object(text);
      switch (message == null ? "" : string(message, "type")) {
        case "KeepAlive" -> sign();
        case "Finalize" -> link.send(results(hearing.rest(), true, true));
        case "CloseStream" -> end();
        default -> link.refuse("an unknown message: " + brief(text), null, 1008);
      }
    }

    @Override
    void binary(byte[] bytes) {
      if (bytes.length == 0) {
        link.refuse("an empty binary message", null, 1000);
        return;
      }
      if (bytes.length % hearing.bytesPerSample() != 0) {
        link.refuse("DATA-0000: audio of " + bytes.length + " bytes", null, 1008);
        return;
      }
      if (new String(bytes, StandardCharsets.ISO_8859_1).startsWith("{\"type\"")) {
        link.refuse("DATA-0000: a control message in a binary one", null, 1008);
        return;
      }
      if (!inPace(hearing.seconds(bytes.length / hearing.bytesPerSample()))) {
        link.refuse("audio faster than " + CEILING + " times real time", null, 1011);
        return;
      }
      sign();
      sha256.update(bytes);
      hearing.take(bytes);
      answer();
    }

    @Override
    void closing(int code) {
      link.violation("closed with " + code + " and without CloseStream");
    }

    @Override
    void tick() {
      if (silentFor(IDLE_SECONDS)) {
        link.refuse("NET-0001: no audio and no KeepAlive for 10 s", null, 1011);
      }
    }

    private void answer() {
      boolean pause = hearing.hasWords() && hearing.silentFor(0.4);
      if (pause || hearing.due(FINAL_SECONDS)) {
        link.send(results(hearing.cut(), true, false));
      } else if (interim && hearing.seconds(hearing.samples() - interimAt) >= INTERIM_SECONDS) {
        interimAt = hearing.samples();
        link.send(results(hearing.partial(), false, false));
      }
    }

    private void end() {
      link.send(results(hearing.rest(), true, false));
      link.send(
          Json.of(
              "{'type':'Metadata','transaction_key':'deprecated','request_id':'r-%d',"
                  + "'sha256':'%s','created':'2026-11-22T10:00:00.000Z','duration':%.6f,"
                  + "'channels':1}",
              link.number(), HexFormat.of().formatHex(sha256.digest()), hearing.seconds()));
      link.close(1000, "");
    }

    private JsonObject results(Span span, boolean isFinal, boolean fromFinalize) {
      JsonObject alternative = Json.of("{'transcript':'%s','confidence':0.99}", span.text());
      List<JsonObject> words = span.words().stream().map(Dialogue::word).toList();
      alternative.add("words", Json.array(words));
      JsonObject channel = new JsonObject();
      channel.add("alternatives", Json.array(List.of(alternative)));
      JsonObject results =
          Json.of(
              "{'type':'Results','channel_index':[0,1],'start':%.6f,'duration':%.6f,"
                  + "'is_final':%s,'speech_final':%s,'from_finalize':%s,"
                  + "'metadata':{'request_id':'r-%d','model_uuid':'u',"
                  + "'model_info':{'name':'n','version':'v','arch':'nova-3'}}}",
              span.startSeconds(),
              span.seconds(),
              isFinal,
              isFinal && !span.words().isEmpty(),
              fromFinalize,
              link.number());
      results.add("channel", channel);
      return results;
    }

    private static JsonObject word(HeardWord word) {
      return Json.of(
          "{'word':'%s','start':%.6f,'end':%.6f,'confidence':0.99}",
          word.text(), word.startSeconds(), word.endSeconds());
    }
  }
}
