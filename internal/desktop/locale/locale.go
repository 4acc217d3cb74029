// Package locale tells which language the person at this machine prefers.
//
// Both apps speak it unless they are told another. It knows no language: what it returns is matched with those that the apps
// have.
package locale
