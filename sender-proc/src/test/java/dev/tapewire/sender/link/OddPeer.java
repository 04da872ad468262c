package dev.tapewire.sender.link;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import okio.ByteString;

/** A WebSocket server for one link with every byte in hand. Its handler has a thread of its own. */
final class OddPeer implements AutoCloseable {
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  /** Opcodes of the frames that came; a close as 8 and its code. */
  final BlockingQueue<String> came = new LinkedBlockingQueue<>();

  private final ServerSocket listening;
  private final String answer;
  private final Handler handler;
  private volatile String head = "";
  private volatile Socket link;

  /** What it does once it has answered the upgrade. */
  interface Handler {
    void write(OutputStream out) throws IOException;
  }

  /**
   * Listens.
   *
   * @param answer lines of the upgrade's answer behind its first and its key
   */
  OddPeer(String answer, Handler handler) throws IOException {
    this.answer = answer;
    this.handler = handler;
    listening = new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
    daemon(this::serve);
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "odd-peer");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listening.getLocalPort();
  }

  /** {@return the request as it came} */
  String head() {
    return head;
  }

  private void serve() {
    try (Socket socket = listening.accept()) {
      link = socket;
      DataInputStream in = new DataInputStream(socket.getInputStream());
      StringBuilder read = new StringBuilder();
      while (read.indexOf("\r\n\r\n") < 0) {
        read.append((char) in.readUnsignedByte());
      }
      head = read.toString();
      String key = head.replaceFirst("(?is).*sec-websocket-key: ([^\r]+).*", "$1");
      byte[] hash = ByteString.encodeUtf8(key + MAGIC).sha1().toByteArray();
      String accept = Base64.getEncoder().encodeToString(hash);
      String text =
          "HTTP/1.1 101 Switching\r\nSec-WebSocket-Accept: " + accept + "\r\n" + answer + "\r\n";
      OutputStream out = socket.getOutputStream();
      out.write(text.getBytes(StandardCharsets.US_ASCII));
      daemon(() -> write(out));
      while (true) {
        readFrame(in);
      }
    } catch (IOException e) {
      came.add("over");
    }
  }

  private void write(OutputStream out) {
    try {
      handler.write(out);
    } catch (IOException e) {
      came.add("cut");
    }
  }

  private void readFrame(DataInputStream in) throws IOException {
    int opcode = in.readUnsignedByte() & 0xF;
    int length = in.readUnsignedByte() & 0x7F;
    length = length == 126 ? in.readUnsignedShort() : length == 127 ? (int) in.readLong() : length;
    byte[] mask = in.readNBytes(4);
    byte[] payload = in.readNBytes(length);
    String code = "";
    if (opcode == 8 && length >= 2) {
      code = " " + (((payload[0] ^ mask[0]) & 0xFF) << 8 | ((payload[1] ^ mask[1]) & 0xFF));
    }
    came.add(opcode + code);
  }

  /** {@return a frame of a server} */
  static byte[] frame(int first, int length) {
    byte[] frame = new byte[4 + length];
    frame[0] = (byte) first;
    frame[1] = 126;
    frame[2] = (byte) (length >> 8);
    frame[3] = (byte) length;
    return frame;
  }

  @Override
  public void close() throws IOException {
    listening.close();
    if (link != null) {
      link.close();
    }
  }
}
