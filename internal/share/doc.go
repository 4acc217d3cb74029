// Package share is the sharing side of a shown display: it grabs pixels and cursor shapes and sends them, and injects
// the input that the viewing side sends, as long as it is allowed to.
//
// A session owns one [Screen], one [Pointer] and one [Input] for each viewer; they do not know each other. The package
// knows neither who shares and why nor the operating system: sources of pixels and the injector are interfaces that it
// declares itself.
package share
