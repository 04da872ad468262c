/** PCM formats and their arithmetic. */
package dev.tapewire.common.audio;
