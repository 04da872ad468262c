/** Figures, tables, and the page that they are written to. */
package dev.tapewire.bench.report;
