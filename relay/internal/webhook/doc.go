// Package webhook tells receivers outside what happens in an organisation.
//
// The server runs one Dispatcher per relay. What is to be told stands in an outbox in the store, written together with what happened
// (package store, migration 00014): a dispatcher claims one delivery at a time, posts it, and writes what came of it. So deliveries survive
// the end of any relay, are made by whichever relay of a fleet is free, and may come more than once, with the same ID. Requests follow
// Standard Webhooks: the body is signed with the webhook's secret together with its ID and the time of the try. A receiver has tryTime to
// answer and a day to come back; Guard keeps requests away from networks that managers have no business in.
//
// What is told is thin: IDs, never what people wrote. Receivers ask the REST API for more, if their token may see it. The package refuses to
// know which database answers and what an event means.
package webhook
