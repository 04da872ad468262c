/** The messages of tapewire.v1. */
package dev.tapewire.common.wire;
