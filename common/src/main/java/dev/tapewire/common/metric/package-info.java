/** Live figures in mapped files, readable without disturbing the writer. */
package dev.tapewire.common.metric;
