/** Failures that a user can act on. */
package dev.tapewire.common.error;
