// Package look is what Beside looks like, as data: colours by meaning, in a light and a dark scheme, and the icons.
//
// The shared widgets (internal/ui) and the relay's pages both take their look from here, so that apps and web are alike.
// It knows neither Fyne nor HTML; for pages it can write its colours as CSS variables.
package look
