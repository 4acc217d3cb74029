// Package peers measures Beside beside other ways of showing a display to somebody elsewhere, in one run on one machine: the bytes that
// travel, the updates that arrive, the processor's time, and how long a click takes until its effect is back.
//
// The command besidepeers uses it. Beside runs as its real apps through its real relay, the others as Debian packages them, each with
// what its own viewer asks for by default; all show the same activity on displays of the same size. It knows nothing of how Beside works:
// what can be measured of one product alone does not belong here.
package peers
