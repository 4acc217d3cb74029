// Package centertest answers in tests for what the management center asks of others: who knows a password, which second factors an agent
// has, whether mails leave, and what a portal looks like. Its answers are canned, so that every page can be shown in every state without a
// password being hashed or a key being drawn. It knows no page.
package centertest
