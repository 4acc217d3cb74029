// Package signalling is the conversation between an app and its relay: signing in, codes, the key exchange between two
// apps, tickets for the relay leg, history, customers' requests and colleagues. It holds the messages, the client that both apps
// run, and the agent's sign-in in the browser; the relay's own side of the conversation (package signalhub there) uses the messages.
//
// It refuses to know what an exchange or a credential holds, which packets a ticket lets through, and the secret half of
// any code: none of that is the relay's business.
//
// # Conversation
//
// A WebSocket at [Path] over TLS; each binary message is one of ours. The app speaks first, within [HelloWithin].
//
//	agent's app                     relay                     customer's app
//	  Hello{agent, device token} ->
//	                             <- Welcome{organisation, portals, …}
//	                             <- CodeList{active codes}
//	  CredentialRequest          ->
//	                             <- Credential
//	  CodeCreate{portal, name}   ->
//	                             <- CodeCreated{nameplate}
//	                                                    <- Hello{customer}
//	                                         Welcome    ->
//	                                                    <- Join{nameplate, sid}
//	                             <- ExchangeOpened{exchange, code, sid}
//	                                         Joined{exchange, organisation}  ->
//	  ExchangeData               ->     forwarded       ->
//	                             <-     forwarded       <- ExchangeData
//	  CodeRedeem{exchange}       ->
//	                             <- SessionGranted{session, secret} ->          each side its own secret
//	  TicketRequest              ->                     <- TicketRequest
//	                             <- TicketGranted   TicketGranted ->
//	  SessionEnd{outcome}        ->
//	                             <- Done
//
// An agent's app that takes requests is told them besides, after CodeList and whenever they change:
//
//	agent's app                     relay                     customer's page
//	                             <- RequestList{open requests}
//	                             <- ColleagueList{who is there}
//	                             <- RequestChanged{alert}    <- form
//	  RequestAccept              ->
//	                             <- RequestAccepted{request, chat so far}
//	  RequestSay                 ->  <- RequestSaid          <-> chat
//	  RequestOfferApp            ->
//	                             <- RequestAppOffered{code} -> code
//	                                                    <- PortalJoin{code, sid}   (customer's app)
//	                             <- PortalOpened{exchange, request, sid}
//	  … the exchange as above …
//	  RequestClose{outcome}      ->
//
//	  Introduce{colleague}       ->  <- IntroductionOffer to the colleague
//	                             <- Introduced
//	                                 IntroductionAnswer{yes, device key}  <- colleague
//	                                 RendezvousExpect{code}               -> colleague
//	                             <- IntroductionAnswered{credential, code}
//
// Either app, or the relay by its timer, breaks an exchange off with ExchangeEnd. ExchangeOpened goes to every connection of
// the agent; the first that sends ExchangeData has it, one that does not hold the code's secret answers ExchangeEnd{not mine}.
//
// A request carries a number that its answer repeats; the answer is the one that the request's doc comment names, or Refused.
// What the relay says by itself carries number 0. A Refused with number 0 ends the conversation.
//
// # Layout
//
//	type u16, request u32, fields of the type
//
// in the encoding of package wire. Bytes after the fields that a version knows are ignored, so a later version may append fields.
// An unknown type is answered with Refused{F-107}, and whoever sends what cannot be parsed is cut off. A message is at most
// [MaxMessage] bytes long. Numbers of types stand in messagetype.go, versions and capabilities in version.go.
package signalling
