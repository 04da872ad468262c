/** What every Tapewire process does about signals, its parent and being seen. */
package dev.tapewire.common.process;
