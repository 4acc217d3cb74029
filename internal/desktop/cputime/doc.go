// Package cputime reads how much processor time the program has had, for benchmarks: on a machine that does other things as
// well it says more than the clock on the wall. It knows nothing of what is measured.
package cputime
