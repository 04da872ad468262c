package dev.tapewire.common.record;

import dev.tapewire.common.fuzz.Input;

/** Any bytes as a record: refused, or every field can be asked for. */
public final class RecordFuzz {
  private RecordFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    Input input = new Input(bytes);
    boolean repaired = input.flag();
    byte[] record = input.rest();
    if (repaired) {
      Input.repairRecord(record, 0, record.length);
    }
    RecordView view = new RecordView();
    try {
      view.wrap(record, 0, record.length);
    } catch (CorruptRecordException e) {
      return;
    }
    ask(view);
  }

  /** Asks for every field that a record of its kind has. */
  public static void ask(RecordView view) {
    check(view.length() <= view.bytes().length - view.offset(), "a length beyond the bytes");
    check(view.endPosition() >= view.position(), "it ends before it begins");
    switch (view.kindCode()) {
      case 1 -> header(view);
      case 2 -> {
        int pcmAt = view.sealed() ? 0 : view.framePcmOffset();
        check(pcmAt + view.framePcmLength() <= view.bytes().length, "PCM");
        check(view.framePcmLength() >= 0 && view.frameSamples() >= 0, "a negative length");
      }
      case 3 -> check(view.gapSamples() >= 0 && view.gapReason() != null, "gap");
      case 6 -> check(view.address() != null, "address");
      default -> view.skippable();
    }
  }

  private static void header(RecordView view) {
    try {
      SessionHeader header = view.header();
      check(header.format().blockBytes() > 0, "a format without bytes");
    } catch (CorruptRecordException | NewerFormatException e) {
      // Refused, as it should be.
    }
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
