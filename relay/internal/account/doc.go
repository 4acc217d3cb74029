// Package account lets agents sign in: the page that the agent's app opens in the system's browser, and the exchange of what
// that page gives for a device token.
//
//	app                            browser                         relay
//	 │ opens /sign-in?challenge=…&port=P&state=S                     │
//	 ├──────────────────────────────►│ ─── GET ────────────────────► │
//	 │                               │ ◄── page ──────────────────── │
//	 │                               │ ─── POST mail, password ────► │
//	 │ ◄── http://127.0.0.1:P/?code=…&state=S ◄── 303 ────────────── │
//	 │ POST /sign-in/token {code, verifier, device}                  │
//	 ├─────────────────────────────────────────────────────────────► │
//	 │ ◄──────────────────────────────────────────── {device_token}  │
//
// The challenge is the SHA-256 of the verifier (PKCE, RFC 7636), so that whoever else hears the code on the way can do nothing
// with it. Passwords are kept as argon2id hashes.
//
// Between password and way back stand whatever second factor the agent has, or its set-up where the organisation wants one. All of it is the
// same at every Door: the app's, drawn above, and the management center's. The package knows nothing of what an agent may do once signed in.
package account
