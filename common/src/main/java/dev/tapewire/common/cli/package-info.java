/** Options that mean the same wherever they stand. */
package dev.tapewire.common.cli;
