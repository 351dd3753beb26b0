/// DMN's XML to the model: records close to the file, each text with its place.
@NullMarked
package dev.quoin.dmn.read;

import org.jspecify.annotations.NullMarked;
