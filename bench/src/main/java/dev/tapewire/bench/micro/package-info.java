/** Inner loops, under the JDK's own harness. */
package dev.tapewire.bench.micro;
