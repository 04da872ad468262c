package dev.tapewire.common.tape;

import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordView;
import java.io.ByteArrayOutputStream;

/**
 * Reads the documents of a tape in order, while it is written or after. A document of which a part
 * is missing, by a death or by damage, is not given. Confined to one thread.
 */
public final class DocumentTapeReader implements AutoCloseable {
  private final TapeReader tape;
  private final RecordView view = new RecordView();
  private final ByteArrayOutputStream document = new ByteArrayOutputStream();

  /** Whether what is gathered has its beginning. */
  private boolean begun;

  private long damaged;

  /** Of the fault that was counted last: where nothing follows, it is found at each look. */
  private long faultNumber = -1;

  DocumentTapeReader(TapeReader tape) {
    this.tape = tape;
  }

  /** {@return the next document, or null: there is none yet} */
  public byte[] poll() {
    while (true) {
      try {
        if (!tape.poll(view)) {
          return null;
        }
        if (view.is(RecordKind.FRAME) && view.framePcmLength() > 0 && take()) {
          begun = false;
          return document.toByteArray();
        }
      } catch (TapeFaultException e) {
        begun = false;
        damaged += e.number() == faultNumber ? 0 : 1;
        faultNumber = e.number();
        if (e.resumeAt() > tape.endNumber()) {
          return null;
        }
        tape.seek(e.resumeAt());
      }
    }
  }

  /** {@return whether the frame in view completes a document} */
  private boolean take() {
    int at = view.framePcmOffset();
    int part = view.bytes()[at];
    if ((part & DocumentTapeWriter.BEGINS) != 0) {
      document.reset();
      begun = true;
    }
    int length = view.framePcmLength() - 1;
    begun &= document.size() + length <= DocumentTapeWriter.DOCUMENT_BYTES_MAX;
    if (begun) {
      document.write(view.bytes(), at + 1, length);
    }
    return begun && (part & DocumentTapeWriter.ENDS) != 0;
  }

  /** {@return places passed over so far because the tape is damaged there} */
  public long damaged() {
    return damaged;
  }

  @Override
  public void close() {
    tape.close();
  }
}
