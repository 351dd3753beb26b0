/// What people open in a browser.
@NullMarked
package dev.quoin.server.page;

import org.jspecify.annotations.NullMarked;
