// Package pointing brings where people point on a shared screen from one side of a session to the other: the newest word of each person,
// a few times a second. Sessions use it in both directions. It does not know who these people are, nor what is on the screen.
package pointing
