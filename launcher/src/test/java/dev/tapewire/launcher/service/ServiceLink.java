package dev.tapewire.launcher.service;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.RecordedRequest;
import okhttp3.WebSocket;

/**
 * One link of a client with a server: what was asked for, what came, what was accepted and said,
 * and the way back. All of it is guarded by the server's lock.
 */
public final class ServiceLink {
  private static final int REASON_BYTES_MAX = 123; // Of a close frame.

  private final ServiceServer server;
  private final int number;
  private final RecordedRequest request;
  private final long sinceNs;
  private final List<byte[]> accepted = new ArrayList<>();
  private final List<Message> messages = new ArrayList<>();
  private final List<HeardWord> words = new ArrayList<>();
  private long acceptedBytes;
  private WebSocket socket;
  private boolean closed;
  private int closeCode;

  /**
   * A message that came.
   *
   * @param atNs when, on {@link System#nanoTime}
   * @param text what it says, of a long one the beginning; null if it is binary
   * @param bytes its size
   */
  public record Message(long atNs, String text, int bytes) {
    private static final int TEXT_MAX = 1000; // An hour of audio in base64 is not kept twice.

    static Message of(long atNs, String text) {
      return new Message(atNs, text.substring(0, Math.min(TEXT_MAX, text.length())), text.length());
    }
  }

  ServiceLink(ServiceServer server, int number, RecordedRequest request, long sinceNs) {
    this.server = server;
    this.number = number;
    this.request = request;
    this.sinceNs = sinceNs;
  }

  /** {@return its number, from 0, over all restarts of the server} */
  public int number() {
    return number;
  }

  /** {@return the handshake} */
  public RecordedRequest request() {
    return request;
  }

  /** {@return when it opened, on {@link System#nanoTime}} */
  public long sinceNs() {
    return sinceNs;
  }

  /** {@return every message that came so far} */
  public List<Message> messages() {
    synchronized (server) {
      return List.copyOf(messages);
    }
  }

  /** {@return the words of all final results so far} */
  public List<HeardWord> words() {
    synchronized (server) {
      return List.copyOf(words);
    }
  }

  /** {@return the audio that the service accepted, in its encoding} */
  public byte[] acceptedPcm() {
    synchronized (server) {
      ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(acceptedBytes));
      accepted.forEach(all::put);
      return all.array();
    }
  }

  /** {@return how much of it there is} */
  public long acceptedBytes() {
    synchronized (server) {
      return acceptedBytes;
    }
  }

  /** {@return whether it has ended, one way or the other} */
  public boolean closed() {
    synchronized (server) {
      return closed;
    }
  }

  /** {@return the code that the server closed it with, 0 if it did not} */
  public int closeCode() {
    synchronized (server) {
      return closeCode;
    }
  }

  /** {@return a parameter of the query, or null} */
  String query(String name) {
    return request.getUrl().queryParameter(name);
  }

  void open(WebSocket opened) {
    socket = opened;
  }

  boolean isOpen() {
    return socket != null && !closed;
  }

  void note(Message message) {
    messages.add(message);
  }

  void send(JsonElement message) {
    if (!closed) {
      socket.send(server.grammar().answer(message.toString()));
    }
  }

  void close(int code, String reason) {
    if (!closed) {
      closed = true;
      closeCode = code;
      String brief = reason.substring(0, Math.min(reason.length(), REASON_BYTES_MAX));
      socket.close(code, brief);
    }
  }

  /** The client ended it. */
  void gone() {
    closed = true;
  }

  void violation(String what) {
    server.note(new Violation(number, server.nowNs(), what));
  }

  /** Notes that the key is wrong, which is no violation. */
  void wrongKey() {
    server.refuseKey("wrong key");
  }

  /** Notes a violation, says so as the service does, and closes. */
  void refuse(String what, JsonObject answer, int code) {
    violation(what);
    if (answer != null) {
      send(answer);
    }
    close(code, what);
  }

  void accept(byte[] bytes) {
    accepted.add(bytes);
    acceptedBytes += bytes.length;
  }

  void say(List<HeardWord> said) {
    words.addAll(said);
  }
}
