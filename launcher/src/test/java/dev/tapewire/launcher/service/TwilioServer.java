package dev.tapewire.launcher.service;

import com.google.gson.JsonObject;
import java.util.Base64;

/** A bot that takes Twilio's Media Streams: counters are strings, frames are 20 ms of mu-law. */
final class TwilioServer implements FarService {
  @Override
  public String path() {
    return "/media";
  }

  @Override
  public Rules rules(ServiceLink link, ServiceServer server) {
    return new Dialogue(link, server);
  }

  /** One link. */
  private static final class Dialogue extends Rules {
    private static final int FRAME_BYTES = 160;
    private static final int FRAME_MS = 20;
    private static final int RATE = 8000;
    private static final int ANSWER_FRAMES = 500;

    private boolean connected;
    private boolean ended;
    private boolean shortFrame;
    private String stream;
    private Hearing hearing;
    private long sequence;
    private long chunks;
    private long firstMs;
    private int marks;

    Dialogue(ServiceLink link, ServiceServer server) {
      super(link, server);
    }

    @Override
    void text(String text) {
      JsonObject message = object(text);
      String event = message == null ? "" : string(message, "event");
      if (ended) {
        refuse("a message after stop");
      } else if (!connected) {
        connected(event, message);
      } else if (stream == null) {
        start(event, message);
      } else if (inOrder(message)) {
        switch (event) {
          case "media" -> media(child(message, "media"));
          case "mark" -> mark(string(child(message, "mark"), "name"));
          case "dtmf" -> sign();
          case "stop" -> stop(child(message, "stop"));
          default -> refuse("an unknown event: " + brief(text));
        }
      }
    }

    @Override
    void binary(byte[] bytes) {
      refuse("a binary message");
    }

    @Override
    void closing(int code) {
      if (!ended) {
        link.violation("closed with " + code + " and without stop");
      }
    }

    private void connected(String event, JsonObject message) {
      if (!event.equals("connected")
          || !string(message, "protocol").equals("Call")
          || !string(message, "version").equals("1.0.0")) {
        refuse("something else than connected first: " + message);
      }
      connected = true;
    }

    private void start(String event, JsonObject message) {
      JsonObject start = child(message, "start");
      JsonObject format = child(start, "mediaFormat");
      String id = string(message, "streamSid");
      boolean right =
          event.equals("start")
              && text(message, "sequenceNumber").equals("1")
              && id.startsWith("MZ")
              && id.equals(string(start, "streamSid"))
              && string(start, "accountSid").startsWith("AC")
              && string(start, "callSid").startsWith("CA")
              && start.has("tracks")
              && string(format, "encoding").equals("audio/x-mulaw")
              && string(format, "sampleRate").equals("8000")
              && string(format, "channels").equals("1");
      if (!right) {
        refuse("no start as it should be: " + message);
        return;
      }
      stream = id;
      sequence = 1;
      hearing = new Hearing(link, PcmDecoder.MULAW, RATE);
    }

    private boolean inOrder(JsonObject message) {
      sequence++;
      if (!string(message, "streamSid").equals(stream)) {
        refuse("another streamSid");
      } else if (!text(message, "sequenceNumber").equals(Long.toString(sequence))) {
        refuse("sequenceNumber " + message.get("sequenceNumber") + " for " + sequence);
      } else {
        return true;
      }
      return false;
    }

    private void media(JsonObject media) {
      chunks++;
      byte[] bytes;
      try {
        bytes = Base64.getDecoder().decode(string(media, "payload"));
      } catch (IllegalArgumentException notBase64) {
        refuse("a payload that is not base64");
        return;
      }
      if (!text(media, "chunk").equals(Long.toString(chunks))) {
        refuse("chunk " + media.get("chunk") + " for " + chunks);
      } else if (!text(media, "timestamp").matches("[0-9]+")) {
        refuse("the timestamp " + media.get("timestamp"));
      } else if (bytes.length == 0 || bytes.length > FRAME_BYTES || shortFrame) {
        refuse("a frame of " + bytes.length + " bytes, or one after a short one");
      } else {
        long ms = Long.parseLong(text(media, "timestamp"));
        firstMs = chunks == 1 ? ms : firstMs;
        if (ms - firstMs != (chunks - 1) * FRAME_MS || firstMs > FRAME_MS) {
          refuse("the timestamp " + ms + " for chunk " + chunks);
          return;
        }
        shortFrame = bytes.length < FRAME_BYTES;
        hearing.take(bytes);
        hear();
      }
    }

    private void hear() {
      if (hearing.due(2)) {
        hearing.cut();
      }
      if (chunks % ANSWER_FRAMES == 0) {
        link.send(
            Json.of(
                "{'event':'media','streamSid':'%s','media':{'payload':'//////////8='}}", stream));
        link.send(
            Json.of("{'event':'mark','streamSid':'%s','mark':{'name':'m%d'}}", stream, ++marks));
      }
    }

    private void mark(String name) {
      if (!name.matches("m[1-9][0-9]*") || Integer.parseInt(name.substring(1)) > marks) {
        refuse("a mark that nobody set: " + name);
      }
    }

    private void stop(JsonObject stop) {
      if (!string(stop, "accountSid").startsWith("AC")
          || !string(stop, "callSid").startsWith("CA")) {
        refuse("no stop as it should be: " + stop);
        return;
      }
      ended = true;
      hearing.rest();
    }

    /** {@return a member that is a string, not a number} */
    private static String text(JsonObject object, String name) {
      boolean isString =
          object.has(name)
              && object.get(name).isJsonPrimitive()
              && object.get(name).getAsJsonPrimitive().isString();
      return isString ? object.get(name).getAsString() : "";
    }

    private void refuse(String what) {
      link.refuse(what, null, 1008);
    }
  }
}
