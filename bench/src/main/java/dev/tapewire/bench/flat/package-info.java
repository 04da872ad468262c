/** Replays flat out: how fast a recording goes over the wire. */
package dev.tapewire.bench.flat;
