package chat

import (
	"beside.example/internal/words"
	"beside.example/protocol"
)

// Author returns how the catalogue's reader calls the person of an entry: "You", a name, or "The customer".
func Author(c *words.Catalogue, e Entry) string {
	switch {
	case e.Mine:
		return c.T("chat.you")
	case e.Name != "":
		return e.Name
	case e.From == protocol.CustomerID:
		return c.T("chat.customer")
	}
	return c.T("chat.agent")
}

// Text returns an entry's words: what was written, or the status line's sentence.
func Text(c *words.Catalogue, e Entry) string {
	if !e.IsStatus() {
		return e.Text
	}
	key := "chat.status." + e.Status.String()
	switch {
	case e.Mine && about(e.Status):
		key += "_mine"
	case e.Whom != "" && ofPermission(e.Status):
		key += "_for"
	}
	return c.T(key, fields(c, e))
}

// Permission returns a permission's name as it stands inside a sentence.
func Permission(c *words.Catalogue, p protocol.Permission) string {
	return c.T("chat.permission." + p.String())
}

// ofPermission reports whether a status kind has a sentence that says which of several agents it is about.
func ofPermission(k protocol.StatusKind) bool {
	switch k {
	case protocol.StatusGranted, protocol.StatusRefused, protocol.StatusUnanswered, protocol.StatusRevoked, protocol.StatusExpired:
		return true
	}
	return false
}

// about reports whether the sentence of a status kind has the person as its subject, so that it has a form for "you".
func about(k protocol.StatusKind) bool {
	switch k {
	case protocol.StatusLost, protocol.StatusBack, protocol.StatusEnded, protocol.StatusGranted, protocol.StatusRefused,
		protocol.StatusUnanswered, protocol.StatusRevoked, protocol.StatusExpired, protocol.StatusOpened, protocol.StatusNotOpened,
		protocol.StatusUnreached, protocol.StatusMissed, protocol.StatusNotWatched:
		return false
	}
	return true
}

func fields(c *words.Catalogue, e Entry) words.Args {
	args := words.Args{"Name": e.Name, "Permission": "", "Whom": e.Whom}
	if e.Name == "" {
		args["Name"] = Author(c, Entry{From: e.From})
	}
	if e.Permission.Single() {
		args["Permission"] = Permission(c, e.Permission)
	}
	return args
}
