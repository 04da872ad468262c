package dev.tapewire.launcher.replies;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.audio.WavHeader;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.reply.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/**
 * The audio that a service spoke, one piece after another, as a WAV file. It reads the replies
 * twice, as the header, which says the length, comes first. Confined to one thread.
 */
final class SpokenWav {
  private final Supplier<RecordingReplies> replies;
  private PcmFormat format;
  private long bytes;
  private long unreadable;

  /**
   * Reads the replies once.
   *
   * @param replies opens them, from the first on
   * @throws TapewireException if there is no audio in them, or of different formats
   */
  SpokenWav(Supplier<RecordingReplies> replies) throws IOException {
    this.replies = replies;
    read(
        sound -> {
          if (format != null && !format.equals(sound.format())) {
            throw TapewireException.failed(
                "the service spoke in "
                    + format
                    + " and in "
                    + sound.format()
                    + "; one WAV file holds one of them");
          }
          format = sound.format();
          bytes += sound.bytes().remaining();
        });
    if (format == null) {
      throw TapewireException.failed("no audio that the service speaks is among its replies");
    }
    bytes -= bytes % format.blockBytes();
  }

  /** {@return messages whose audio can't be read} */
  long unreadable() {
    return unreadable;
  }

  /** Writes the file. */
  void writeTo(OutputStream out) throws IOException {
    out.write(WavHeader.of(format, bytes));
    long[] left = {bytes};
    read(
        sound -> {
          ByteBuffer from = sound.bytes();
          int taken = (int) Math.min(from.remaining(), left[0]); // More may have come since.
          out.write(from.array(), from.arrayOffset() + from.position(), taken);
          left[0] -= taken;
        });
    out.write(new byte[WavHeader.padBytes(bytes)]);
    out.flush();
  }

  private void read(Take take) throws IOException {
    unreadable = 0;
    try (RecordingReplies reader = replies.get()) {
      Reply reply;
      while ((reply = reader.poll()) != null) {
        if (reply.kind() == Reply.Kind.AUDIO) {
          Sound sound = Sound.of(reply);
          if (sound == null) {
            unreadable++;
          } else {
            take.take(sound);
          }
        }
      }
    }
  }

  private interface Take {
    void take(Sound sound) throws IOException;
  }
}
