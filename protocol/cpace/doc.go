// Package cpace turns the five secret digits that two people share by phone into a strong key that nobody else has: the
// key exchange CPACE-RISTR255-SHA512 of draft-irtf-cfrg-cpace-21 with its key confirmation. Both apps run it, through the relay,
// before they connect. It knows nothing of how its messages travel and nothing of the connection that uses the keys.
//
//	agent (initiator)                                        customer (responder)
//	                      <- session ID half, 16 bytes       with the request to join
//	OFFER  {session ID half, share, associated}      ->
//	                      <- ANSWER {share, associated, confirmation}
//	CONFIRM {confirmation}                           ->
//
// Whoever stands in between and does not know the digits can guess once per exchange, and the guess shows: the customer's
// side confirms first, so that it is the agent's app, which knows the right digits and lives longest, that counts the
// wrong guesses. What is exchanged cannot be tried out afterwards.
//
// The password of the exchange is the secret; its session ID is the customer's half followed by the agent's; its
// channel identifier is [Context]; its associated data pin the key of each side's end of the connection. So a message of another
// code, another relay or another exchange is as good as a wrong guess.
//
// A portal code can be the password as well. The relay knows that one, so the exchange binds both ends to it and to each other's
// keys without proving anything against the relay; the channel identifier says "portal" instead of a nameplate, so that nobody can
// turn an exchange of one kind into one of the other.
package cpace
