/** Keys and certificates that users keep in files. */
package dev.tapewire.common.secret;
