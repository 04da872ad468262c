/** Measures Tapewire beside what people would use instead. */
package dev.tapewire.bench;
