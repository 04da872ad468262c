package dev.tapewire.sender.service;

import java.util.Locale;

/** How far what we say to a service, and make of its answers, was checked. */
public enum Checked {
  /** Against a server that somebody else wrote. */
  THIRD_PARTY_SERVER("a third party's server and the vendor's published types"),
  /** Against types that the vendor publishes. */
  VENDOR_TYPES("the vendor's published types"),
  /** Against our reading of the documents alone. */
  DOCUMENTS("our reading of the documents alone");

  private final String against;

  Checked(String against) {
    this.against = against;
  }

  /** {@return for people: against what} */
  public String against() {
    return against;
  }

  /** {@return the name in JSON} */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
