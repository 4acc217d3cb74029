// Package web is what the relay's pages have in common: handlers that return errors, templates in both languages, the style
// sheet, error pages, security headers and the question who is asking.
//
// The packages of the pages (account, portal) hang their routes on a Site; the server puts Secure and TrustProxies around
// everything. No page needs a script; the only cookie of this package remembers the language that somebody chose. The
// package knows nothing of what a page is about.
package web
