package signalling

import "fmt"

// PortalKind says how a portal brings customers and agents together.
type PortalKind uint8

// The kinds of portals.
const (
	PortalPin    PortalKind = 0 // the customer brings a code heard on the phone; nobody is alerted
	PortalBox    PortalKind = 1 // the customer asks a question; every available agent is alerted, the first Yes wins
	PortalButton PortalKind = 2 // one click; like Box
	PortalQueue  PortalKind = 3 // requests wait in order, each offered to one agent at a time
	PortalMatch  PortalKind = 4 // the customer picks an agent, who alone is alerted
)

// String returns the kind's name for logs.
func (k PortalKind) String() string {
	switch k {
	case PortalPin:
		return "pin"
	case PortalBox:
		return "box"
	case PortalButton:
		return "button"
	case PortalQueue:
		return "queue"
	case PortalMatch:
		return "match"
	}
	return fmt.Sprintf("portal kind %d", uint8(k))
}

// Features are bits that a portal and a team allow; an agent has at a portal what both allow. Unknown bits are ignored.
type Features uint16

// The features.
const (
	FeatureView      Features = 1 << iota // the agent asks to see the customer's screen
	FeatureControl                        // the agent asks for pointer and keys
	FeatureShareMine                      // the agent shows their own screen
	FeatureDetails                        // the agent reads the computer's details
	FeatureTransfer                       // the session can be handed to a colleague
	FeatureInvite                         // colleagues can be invited
	FeaturePushURL                        // a page can be opened in the customer's browser
	FeatureWebChat                        // the session begins in the browser
	FeatureCanned                         // ready-made replies
	FeatureSurvey                         // the customer is asked at the end
)

// Has reports whether all the bits of want are set.
func (f Features) Has(want Features) bool { return f&want == want }
