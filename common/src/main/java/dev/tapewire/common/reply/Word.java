package dev.tapewire.common.reply;

/**
 * A word that a service heard. Immutable.
 *
 * @param text as the service writes it
 * @param from the position where it begins on the session's tape
 * @param until the position where it ends
 */
public record Word(String text, long from, long until) {}
