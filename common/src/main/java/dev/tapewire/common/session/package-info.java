/** Sessions on disk: ids, directories, destinations, summaries. */
package dev.tapewire.common.session;
