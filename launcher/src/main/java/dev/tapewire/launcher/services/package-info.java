/** {@code tapewire services}: which speech services there are. */
package dev.tapewire.launcher.services;
