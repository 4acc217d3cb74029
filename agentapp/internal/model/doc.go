// Package model is the agent's app without its windows: who is signed in where, which codes are active, which sessions are
// under way and which are past.
//
// The windows show its Snapshot and tell it what the agent did. It knows no Fyne, and reaches relay, sessions and the
// system's keyring through the interfaces that it declares.
package model
