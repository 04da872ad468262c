/** The speech services as servers of our own, which refuse whatever the real ones would refuse. */
package dev.tapewire.launcher.service;
