package protocol

// Version is the number of the session plane's protocol that this source speaks.
//
// History:
//
//	1  2026-11-22  first: chat, screen and input both ways, permissions, resumption
const Version uint16 = 1

// OldestVersion is the oldest version that this source still speaks: always one back, so that an app and its peer need not
// be renewed on the same day.
const OldestVersion uint16 = 1

// Capabilities are bits that a peer sets in its Hello for what it can do. Unknown bits are ignored; versions are never
// compared to find out what a peer can do.
type Capabilities uint64

// The capabilities.
const (
	// CapabilityShare tells that the machine can show its own screen.
	CapabilityShare Capabilities = 1 << iota
	// CapabilityInput tells that the machine can inject pointer and keys.
	CapabilityInput
	// CapabilityText tells that the machine can type Unicode text for which it has no key.
	CapabilityText
	// CapabilityDetails tells that the machine can describe itself.
	CapabilityDetails
	// CapabilityPointing tells that the app understands where others who see a screen point.
	CapabilityPointing
	// CapabilityContext tells that the app decodes updates of EncodingContext; without it they are of EncodingTiles.
	CapabilityContext
	// CapabilityFidelity tells that the app understands FidelityState.
	CapabilityFidelity
	// CapabilityMonitor tells that the app lets managers watch where the organisation's policy and the customer allow it, and shows them.
	CapabilityMonitor
	// CapabilityVideo tells that the app takes a StreamVideo; without it all updates travel on the StreamScreen.
	CapabilityVideo
	// CapabilityCheck tells that the app understands PictureCheck.
	CapabilityCheck
)

// Has reports whether all the bits of want are set.
func (c Capabilities) Has(want Capabilities) bool { return c&want == want }
