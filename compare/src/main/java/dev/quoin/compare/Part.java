package dev.quoin.compare;

import java.io.Serializable;

/// Some of the requests of a comparison, as somebody else is told of them who counts them.
///
/// @param number counted from 0
/// @param from with which it begins: the number of a request; in a file the byte
/// @param length how much it is, in the same units
/// @param line of a file, with which it begins
/// @param checksum CRC32C of the header and of its bytes in a file, for the file may be another one elsewhere
public record Part(int number, long from, long length, int line, long checksum)
    implements Serializable {}
