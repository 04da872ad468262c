package dev.tapewire.launcher.service;

/** The input buffer of a session: what becomes the next item. Confined to the server's lock. */
final class OpenAiItem {
  private final Hearing hearing;
  private final int link;
  private int number = 1;
  private boolean speaking;

  OpenAiItem(Hearing hearing, int link) {
    this.hearing = hearing;
    this.link = link;
  }

  Hearing hearing() {
    return hearing;
  }

  String id() {
    return "item_" + link + "_" + number;
  }

  /** {@return samples in the buffer} */
  long samples() {
    return hearing.samples() - hearing.finalUntil();
  }

  boolean loud() {
    return !hearing.silentFor(0);
  }

  boolean speaking() {
    return speaking;
  }

  void startSpeaking() {
    speaking = true;
  }

  /** {@return all that is in the buffer; a word that was cut off is none} */
  Span end() {
    return hearing.rest();
  }

  void next() {
    number++;
    speaking = false;
  }

  void drop() {
    hearing.drop();
    speaking = false;
  }
}
