// Package pagetest walks through every page of a real relay in a real browser, as everybody who may see it and as everybody who may not.
// It has tests alone.
package pagetest
