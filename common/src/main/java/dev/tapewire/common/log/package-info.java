/** One line for each thing worth telling, on standard error. */
package dev.tapewire.common.log;
