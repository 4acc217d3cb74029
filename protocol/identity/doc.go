// Package identity says who an agent is, so that the customer's app can show it before anything is allowed: a
// [Credential], in which an organisation's key vouches for an agent's device, and a statement, in which that device
// vouches for one end of one session. Signalling issues credentials and both apps use them. It knows nothing of how they
// travel, nor whether the organisation's key deserves trust.
//
//	CREDENTIAL  version u8, organisation string16, agent string16, device key [32], not after u64,
//	            then, unless nothing: keeps u8,
//	            signature [64] over all before it
//	STATEMENT   version u8, signature [64] over the version and the keys of both ends
//
// Integers are big endian. A credential may grow before its signature; what is unknown there is ignored.
package identity
