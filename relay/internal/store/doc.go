// Package store keeps the types of package support in a database: SQLite, in one file, or PostgreSQL, for a fleet.
//
// It satisfies the store interfaces of support and of the pages and subcommands, which declare what they need. One code speaks to
// both: what differs is in the migrations and in one place, the dialect, and one suite of tests holds both to the same.
// Whatever changes a request or an introduction does so under its lock, together with the events that tell of it; these
// are numbered under the lock of one row, so that whoever has seen one has seen all before it. The package refuses to
// know rules: it finds, keeps and compares, and its callers decide.
package store
