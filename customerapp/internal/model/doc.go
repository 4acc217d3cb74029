// Package model is the customer's app without its windows: which relay, which code, which session, and what became of it.
//
// The windows show its Snapshot and tell it what the person did. It knows no Fyne, and reaches relay and session through
// the interfaces that it declares.
package model
