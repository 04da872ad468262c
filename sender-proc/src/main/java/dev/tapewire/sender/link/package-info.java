/** The network: the only package that imports OkHttp. */
package dev.tapewire.sender.link;
