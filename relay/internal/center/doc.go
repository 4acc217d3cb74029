// Package center is the management center: the pages on which managers look after people and portals, see what happens and what has
// happened. Agents whom a manager let in see their own part of it.
//
// The server hangs its routes on a mux. Every page goes through one gate (Center.page), which knows who is signed in and denies whatever
// support.Allowed does not name; what a page then does to an object is checked by package support again, with the object. Pages are
// rendered here, with little script, in both languages. The package refuses to know which database answers, how a password is kept, and
// anything of a session that is end-to-end encrypted.
package center
