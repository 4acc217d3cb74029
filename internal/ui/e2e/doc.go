// Package e2e lets an end-to-end test see the windows: names, texts and places of what is visible.
//
// Fyne shows no widget tree to the outside. A build with the tag "e2e" therefore serves a [Tree] on the local socket that
// the environment variable named by [SocketVariable] gives: whoever connects reads one JSON document and the connection
// ends. It takes no input: tests click and type as a person does. Without the tag the package does nothing, and that is
// the only difference between the apps that are tested and those that ship.
package e2e
