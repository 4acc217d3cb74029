// Package store keeps the types of package support in a database: SQLite, in one file.
//
// It satisfies the store interfaces of support and of the pages and subcommands, which declare what they need. Its SQL
// keeps to what PostgreSQL understands too, so that a fleet can have one later; what differs (types of columns, the
// placeholders) is in the migrations and in one place of the code. It refuses to know rules: it finds, keeps and compares,
// and its callers decide.
package store
