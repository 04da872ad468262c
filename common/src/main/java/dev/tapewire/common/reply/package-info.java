/** What a service answered, kept on a tape beside the session's. */
package dev.tapewire.common.reply;
