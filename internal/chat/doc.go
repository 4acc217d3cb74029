// Package chat is the log of a support session: what people wrote and what happened, line by line.
//
// A session adds to it, the chat boxes show it and the customer saves it as text. It knows nothing of the wire or of
// windows; words come from the catalogue that is passed in.
package chat
