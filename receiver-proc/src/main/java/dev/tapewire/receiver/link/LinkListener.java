package dev.tapewire.receiver.link;

/** Hears what happens on connections, on the network's threads; may make them wait. */
public interface LinkListener {
  /** A connection has shaken hands; {@code plain}: it did not ask for tapewire.v1. */
  void opened(Link link, boolean plain);

  /** A text message came; {@link Link#taken} must be told once it is dealt with. */
  void text(Link link, String text);

  /** A binary message came; {@link Link#taken} must be told once it is dealt with. */
  void binary(Link link, byte[] message);

  /** The connection is gone. */
  void closed(Link link);
}
