// Package code is the nine-digit code that an agent reads out and a customer types in: four digits of nameplate, by which the
// relay finds the agent, and five of secret, which never leave the two apps. Both apps and the relay use it, the relay
// for nameplates alone. It knows nothing of the key exchange that the secret goes into.
//
//	1234 56789     shown
//	^^^^           nameplate: given out by the relay
//	     ^^^^^     secret: drawn by the agent's app
//
// Nine digits always mean a key exchange on the secret. A code given by a portal has another shape, eight characters
// beginning with a letter, so that no relay can talk an app out of the exchange; [KindOf] tells them apart.
//
//	K7MW Q2RT     shown; capital letters and digits without I, O, 0 and 1, first a letter
package code
