/** Headers of sound files: WAV, RF64, AIFF, AIFF-C, AU. */
package dev.tapewire.capture.soundfile;
