/** Clocks. */
package dev.tapewire.common.time;
