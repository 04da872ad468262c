/** Many live streams at once. */
package dev.tapewire.bench.many;
