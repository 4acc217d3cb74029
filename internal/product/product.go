// Package product holds what the product is called: names, application IDs, the version and the default port.
// Both apps and the relay use it; it knows nothing of what they do.
package product

import "runtime/debug"

const (
	// Name is the product's name as people read it.
	Name = "Beside"

	// AgentID and CustomerID are the application IDs under which the desktop systems know the two apps.
	AgentID    = "example.beside.agent"
	CustomerID = "example.beside.customer"

	// AgentBinary, CustomerBinary and RelayBinary are the file names of the three programs, without ".exe".
	AgentBinary    = "beside-agent"
	CustomerBinary = "beside"
	RelayBinary    = "beside-relay"

	// Version is the release that the sources describe; a build between two releases adds its revision, see Build.
	Version = "0.1.0"

	// DefaultPort is the relay's port, TCP and UDP alike: the one port that nearly every network lets out.
	DefaultPort = 443
)

// Build returns the version with the revision it was built from, where the build recorded one.
func Build() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return Version
	}
	const short = 12 // as many digits as git shows when it wants to be unique in a large repository
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= short {
			return Version + "+" + s.Value[:short]
		}
	}
	return Version
}
