// Package support holds what the relay knows about support: organisations, portals, teams, agents and their devices, codes,
// requests, introductions and sessions, and the rules by which these change.
//
// The store keeps these types, the signalling hub, the web pages and the subcommands act on them through Accounts, Codes,
// Requests, Introductions, Presence, Sessions and the other services. A request is a state machine: every step is a
// compare-and-set that is kept together with its events, so that several relays on one store agree; Feed tells each of
// them what any of them did. Allowed alone says who may do what. The package declares the stores that it needs and refuses
// to know which database answers, how a browser or an app speaks to the relay, and anything that the relay must never
// see: the secret half of a code, the keys of a session, what passes between its two sides.
package support
