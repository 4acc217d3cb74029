// Package modeltest holds fakes of what the customer's model reaches relays and sessions through, for the tests of model
// and windows. They do what they are told and remember what was asked of them; they know no network.
package modeltest
