/** WAV files, their summaries and the ledgers that say what of them is durable. */
package dev.tapewire.receiver.store;
