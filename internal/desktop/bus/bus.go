// Package bus tells what the desktop's message bus offers to programs: notifications, and a tray with icons.
//
// The agent's app asks it before it uses either, since the window library takes a bus for granted; notifications it shows itself, since
// those of the library stay for ever, and read what a customer wrote as markup.
package bus

// Offers is what the desktop has.
type Offers struct{ Notifications, Tray bool }
