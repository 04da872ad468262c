package dev.tapewire.sender.delivery;

import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.tape.MemoryTape;
import java.io.ByteArrayOutputStream;

/** Feeds a stream records, as a conversation would. */
final class StreamFeed {
  private StreamFeed() {}

  /** Feeds frames of noise. {@return their samples} */
  static byte[] frames(ServiceStream stream, int count) {
    MemoryTape tape = new MemoryTape("fed", 1);
    ByteArrayOutputStream pcm = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      RecordView frame = view(tape.addFrame());
      pcm.write(frame.bytes(), frame.framePcmOffset(), frame.framePcmLength());
      stream.take(frame);
    }
    return pcm.toByteArray();
  }

  static void gap(ServiceStream stream, long samples) {
    stream.take(view(new MemoryTape("fed", 1).addGap(samples, GapReason.OVERRUN)));
  }

  private static RecordView view(byte[] record) {
    return new RecordView().wrap(record, 0, record.length);
  }
}
