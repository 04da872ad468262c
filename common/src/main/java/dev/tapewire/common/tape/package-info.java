/** The tape: the one package that imports Chronicle. */
package dev.tapewire.common.tape;
