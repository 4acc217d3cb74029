package signalhub

// DeskConfig says what a hub's help desk works with.
type DeskConfig struct {
	Requests      Requests
	Introductions Introductions
	Presence      Presence
	Canned        Canned
	HandIns       HandIns
	Feed          Feed
	Directory     Directory
}
