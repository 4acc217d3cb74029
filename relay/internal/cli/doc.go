// Package cli is the relay's command line: it serves, and it keeps organisations, portals, agents and their devices, one by one
// or as a file says. There is no page to set a relay up with, so nobody can reach one before its owner does.
//
// main calls New with the list of settings. Every setting is a flag; the environment and a file set the flags that the
// command line left alone, so that all three mean and check the same. The package knows nothing of how the relay works.
package cli
