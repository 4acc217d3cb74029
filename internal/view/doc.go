// Package view is the viewing side of a shown display: it decodes updates into a framebuffer, tells a listener what
// changed, and sends the local pointer, wheel, keys and text to the sharing side.
//
// A session owns one [Screen] and one [Input] for each sharer it watches; they do not know each other. The package knows
// neither whose display it is nor how it is painted.
package view
