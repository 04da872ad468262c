/** A live recording: how late it arrives, and what it costs. */
package dev.tapewire.bench.live;
