package dev.tapewire.sender.service;

/**
 * How a service wants its key. Immutable.
 *
 * @param header of the handshake; empty: the key goes into the first message
 * @param prefix what stands before the key in it
 */
public record KeyForm(String header, String prefix) {
  public static final KeyForm BEARER = new KeyForm("Authorization", "Bearer ");

  /** Inside the first message. */
  public static final KeyForm IN_BAND = new KeyForm("", "");

  /** {@return the key alone, in that header} */
  public static KeyForm header(String name) {
    return new KeyForm(name, "");
  }
}
