// Package meta tests the repository itself: who imports whom, what is documented, how large files and functions are,
// and where system-specific code may stand. It holds no code that a program uses.
package meta
