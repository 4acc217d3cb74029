// Package portal holds the pages where customers start. So far that is /me, which takes the nameplate of a code of any
// organisation, and the downloads of the customer's app.
//
// The pages never take a whole code: the five secret digits belong into the app alone. The package knows nothing of agents
// and sessions; it only asks whether a nameplate waits.
package portal
