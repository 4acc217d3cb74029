// Package api is the REST API: what programs may ask of a relay, and the OpenAPI document that says so.
//
// The server hangs it below Root. A program shows an API token; who stands behind it is a support.Manager like one who is signed in to the
// management center, and every operation passes one gate (API.register) that asks support.Allowed, as does package support again with the
// object. The document is made of the same Go types that requests are read into, so neither says what the other does not do. Errors are
// problems as RFC 9457 has them. The package refuses to know which database answers, and anything of a session that is end-to-end encrypted.
package api
