package dev.tapewire.sender.link;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.tapewire.sender.delivery.Link;
import dev.tapewire.sender.service.Opening;
import java.io.IOException;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * A link whose address has to be asked for: a POST, then the WebSocket that its answer names. Until
 * that is open nothing can be sent. The address is a secret and stays here; another link can be
 * opened to it. Its calls are confined to the agent thread; the answer comes on OkHttp's.
 */
final class AskedLink implements Link {
  private static final long ANSWER_BYTES_MAX = 64 * 1024;
  private static final MediaType JSON = MediaType.get("application/json");

  /** Null where nothing was asked for. */
  private Call call;

  private String address;
  private OkHttpLink opened;
  private boolean canceled;

  private AskedLink() {}

  /** Asks; {@code listener} hears of it all. */
  static AskedLink ask(
      OkHttpClient client, Request address, Opening.Request wish, LinkListener listener) {
    AskedLink link = new AskedLink();
    RequestBody body = RequestBody.create(wish.json(), JSON);
    link.call = client.newCall(address.newBuilder().post(body).build());
    link.call.enqueue(
        new Callback() {
          @Override
          public void onFailure(Call call, IOException failure) {
            listener.onFailure(null, failure, null);
          }

          @Override
          public void onResponse(Call call, Response response) {
            try (response) {
              if (!response.isSuccessful()) {
                listener.onFailure(null, new IOException("no address"), response);
              } else {
                link.open(client, url(response, wish.member()), listener);
              }
            } catch (IOException e) {
              listener.onFailure(null, e, null);
            } catch (IllegalArgumentException e) {
              // Its message would hold the address, which is a secret.
              IOException unusable = new IOException("the service names an unusable address");
              listener.onFailure(null, unusable, null);
            }
          }
        });
    return link;
  }

  private static String url(Response response, String member) throws IOException {
    try {
      String text = response.peekBody(ANSWER_BYTES_MAX).string();
      JsonElement json = JsonParser.parseString(text);
      JsonObject answer = json.isJsonObject() ? json.getAsJsonObject() : new JsonObject();
      JsonElement url = answer.get(member);
      if (url == null || !url.isJsonPrimitive() || !url.getAsString().startsWith("ws")) {
        throw new IOException("the service's answer names no address");
      }
      return url.getAsString();
    } catch (JsonParseException | StackOverflowError e) {
      throw new IOException("what answers is not the service: the answer is no JSON");
    }
  }

  /** Opens another link to where {@code lost} went. */
  static AskedLink again(OkHttpClient client, AskedLink lost, LinkListener listener) {
    AskedLink link = new AskedLink();
    link.open(client, lost.address(), listener);
    return link;
  }

  private synchronized void open(OkHttpClient client, String url, LinkListener listener) {
    if (!canceled) {
      // The address is the credential: no key goes with it.
      Request socket = new Request.Builder().url("http" + url.substring("ws".length())).build();
      address = url;
      opened = OkHttpLink.open(client, socket, listener);
    }
  }

  private synchronized String address() {
    return address;
  }

  private synchronized OkHttpLink opened() {
    return opened;
  }

  @Override
  public boolean sendText(String text) {
    return opened() != null && opened().sendText(text);
  }

  @Override
  public boolean sendBinary(byte[] bytes, int offset, int length) {
    return opened() != null && opened().sendBinary(bytes, offset, length);
  }

  @Override
  public long queuedBytes() {
    return opened() == null ? 0 : opened().queuedBytes();
  }

  @Override
  public int sentPings() {
    return opened() == null ? 0 : opened().sentPings();
  }

  @Override
  public int receivedPongs() {
    return opened() == null ? 0 : opened().receivedPongs();
  }

  @Override
  public int unaskedPongs() {
    return opened() == null ? 0 : opened().unaskedPongs();
  }

  @Override
  public void close(int code, String reason) {
    if (opened() == null) {
      cancel();
    } else {
      opened().close(code, reason);
    }
  }

  @Override
  public synchronized void cancel() {
    canceled = true;
    if (call != null) {
      call.cancel();
    }
    if (opened != null) {
      opened.cancel();
    }
  }
}
