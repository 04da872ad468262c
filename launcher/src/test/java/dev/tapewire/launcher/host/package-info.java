/** The world around the program: sound servers, other people's programs, disks, networks. */
package dev.tapewire.launcher.host;
