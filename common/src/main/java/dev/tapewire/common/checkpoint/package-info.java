/** How far a destination has confirmed, made durable. */
package dev.tapewire.common.checkpoint;
