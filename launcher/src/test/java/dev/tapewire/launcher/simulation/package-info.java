/**
 * Sender and receiver as they are, over a faulty network and disk, in virtual time, from a seed.
 */
package dev.tapewire.launcher.simulation;
