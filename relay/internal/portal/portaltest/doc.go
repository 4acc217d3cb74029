// Package portaltest is a help desk in memory for the tests of the customers' pages: portals, requests, who is there and what
// happens, as the support package's services answer, but without a store. A test sets the state that it wants to see.
package portaltest
