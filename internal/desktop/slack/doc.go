// Package slack makes a program's short sleeps a little longer, on systems where it may. A program imports it for that effect alone.
//
// Go's monitor looks fourteen thousand times a second what the other threads do, for as long as one of them does anything, which was a
// quarter of an app's time while somebody typed at the other end. Once in half a millisecond is as good: it takes a processor away from
// who waits in the system, and stops who does not let others run, both of which take longer anyhow.
package slack
