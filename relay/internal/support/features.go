package support

import (
	"fmt"
	"slices"
	"strings"
)

// Features are parts of a session that an organisation may allow or not. A session may use what its portal and the agent's
// team, with every team above it, allow all at once.
type Features uint16

// The features. The numbers stand in the store.
const (
	FeatureView      Features = 1 << iota // see the customer's screen
	FeatureControl                        // use the customer's pointer and keyboard
	FeatureShareMine                      // show the agent's own screen
	FeatureDetails                        // see what computer the customer has
	FeatureTransfer                       // hand a session over to a colleague
	FeatureInvite                         // bring colleagues into a session
	FeaturePushURL                        // offer the customer a page to open
	FeatureWebChat                        // chat in the page before there is an app
	FeatureCanned                         // use prepared replies
	FeatureSurvey                         // ask the customer how it was

	// FeaturesAll is every feature: what a new portal and a new team allow.
	FeaturesAll = 1<<iota - 1
)

// featureNames are the features in the order of their bits, by the names that set-up files use.
var featureNames = [...]string{"view", "control", "share-mine", "details", "transfer", "invite", "push-url", "web-chat", "canned", "survey"}

// Has reports whether all of wanted are among f.
func (f Features) Has(wanted Features) bool { return f&wanted == wanted }

// Names lists the features by the names that ParseFeatures reads.
func (f Features) Names() []string {
	var names []string
	for i, name := range featureNames {
		if f.Has(1 << i) {
			names = append(names, name)
		}
	}
	return names
}

// ParseFeatures reads names of features; "all" stands for all of them. ErrInvalid for anything else.
func ParseFeatures(names []string) (Features, error) {
	var f Features
	for _, name := range names {
		if name == "all" {
			return FeaturesAll, nil
		}
		i := slices.Index(featureNames[:], name)
		if i < 0 {
			return 0, fmt.Errorf("feature %q, write all or some of %s: %w", name, strings.Join(featureNames[:], ", "), ErrInvalid)
		}
		f |= 1 << i
	}
	return f, nil
}
