/** Hand-over to the one thread that owns the state. */
package dev.tapewire.common.agent;
