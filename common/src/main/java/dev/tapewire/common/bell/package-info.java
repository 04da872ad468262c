/** A hint from process to process that there is more on a tape; nothing is lost without it. */
package dev.tapewire.common.bell;
