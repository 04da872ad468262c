/**
 * From the PCM of a tape to the PCM that a service takes: channels, rate, encoding. The filter is
 * jdsp's, as docs/decisions/0011-resampler.md tells.
 */
package dev.tapewire.sender.conversion;
