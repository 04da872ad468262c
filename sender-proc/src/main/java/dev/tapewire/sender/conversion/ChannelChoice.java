package dev.tapewire.sender.conversion;

/**
 * Which of several channels are heard where there is one. Immutable.
 *
 * @param channel from 0; -1: the mean of all
 */
public record ChannelChoice(int channel) {
  /** The mean of all channels. */
  public static final ChannelChoice MIX = new ChannelChoice(-1);
}
