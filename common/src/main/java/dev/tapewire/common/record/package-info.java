/** The records of a tape, which are also the items of the wire. */
package dev.tapewire.common.record;
