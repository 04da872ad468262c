/** Programs under measurement, and the machine that they run on. */
package dev.tapewire.bench.lab;
