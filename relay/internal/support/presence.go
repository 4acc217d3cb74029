package support

import "time"

// Status says whether an agent who is signed in takes requests.
type Status uint8

// The statuses, the readiest first. The numbers stand in the store.
const (
	StatusAvailable Status = iota
	StatusBusy             // works, but wants no alerts
	StatusAway             // is not at the desk
)

// NodeID names one run of a relay on a store: a relay that starts again is another node. Higher numbers started later.
type NodeID uint64

// Visit is one stay of an agent's app with a relay.
type Visit struct {
	Agent  AgentID
	Device DeviceID
	number uint64 // tells a device's visits apart: a late good-bye must not end the next one
}

// PresentAgent is an agent whose app is connected to some relay of the fleet.
type PresentAgent struct {
	Agent     AgentID
	Name      string
	Team      TeamID
	TeamName  string
	Status    Status
	IdleSince time.Time // since when the agent has had nothing to do
	Sessions  int       // requests and sessions that the agent is busy with
	Portals   []PortalID
}
