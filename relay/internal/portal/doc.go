// Package portal holds the pages where customers start: the portals of a relay's organisations, each with a form by its kind, the
// page of a request from the queue to the survey, /me, which takes the nameplate of a code of any organisation, and the downloads
// of the customer's app.
//
// Everything works without a script; with one, the page of a request is kept fresh by server-sent events. Whatever is about
// a request goes by a token in the browser's cookie, never by anything in an address. The pages never take a whole code of nine
// digits: its secret half belongs into the app alone. What may be done with a request is the support package's to say; this
// one knows neither how requests are kept nor how agents are reached.
package portal
