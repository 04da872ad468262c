/** Audio inputs of this machine: the one package that imports Java Sound. */
package dev.tapewire.capture.device;
