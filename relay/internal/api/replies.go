package api

import (
	"context"
	"slices"

	"beside.example/relay/internal/support"
)

// ReplyEntry is what may be said of a canned reply.
type ReplyEntry struct {
	Title    string `json:"title" minLength:"1" maxLength:"80"`
	Text     string `json:"text,omitempty" maxLength:"8000"`
	URL      string `json:"url,omitempty" maxLength:"2000" doc:"A page to send, http or https"`
	Language string `json:"language,omitempty" maxLength:"35" doc:"Missing means any"`
	Team     uint64 `json:"team,omitempty" doc:"The team whose agents may use it, with those below; 0 or missing means everyone"`
}

// replyView is a canned reply.
type replyView struct {
	ID uint64 `json:"id"`
	ReplyEntry
}

func viewReply(c support.Canned) replyView {
	return replyView{uint64(c.ID), ReplyEntry{Title: c.Title, Text: c.Text, URL: c.URL, Language: c.Language, Team: uint64(c.Team)}}
}

func (e ReplyEntry) reply(id support.CannedID) support.Canned {
	c := support.Canned{ID: id, Title: e.Title, Text: e.Text, URL: e.URL, Language: e.Language, Team: support.TeamID(e.Team)}
	if c.Team != 0 {
		c.Scope = support.CannedTeam
	}
	return c
}

func (a *API) replies() {
	k := thing[support.Canned, ReplyEntry, replyView, support.CannedID]{
		path: "/replies", name: "reply", names: "replies", group: "Canned replies", title: "a canned reply", see: support.ActSeeCanned, manage: support.ActPutCanned,
		id: func(c support.Canned) support.CannedID { return c.ID }, show: viewReply,
		find: func(ctx context.Context, who support.Manager, id support.CannedID) (support.Canned, support.Seen, error) {
			c, err := a.Manage.SeeCanned(ctx, who, id)
			return c, support.SeenOf(c), err
		},
	}
	listed(a, k, "All canned replies but those that agents keep for themselves", func(ctx context.Context, who support.Manager, _ Paging) ([]support.Canned, error) {
		all, err := a.Directory.CannedOf(ctx, who.Organisation.ID)
		return slices.DeleteFunc(all, func(c support.Canned) bool { return !who.MaySeeCanned(c) }), err
	})
	k.readable(a)
	k.makeable(a, "", nil, func(ctx context.Context, who support.Manager, e ReplyEntry) (support.CannedID, error) {
		return a.Manage.PutCanned(ctx, who, "", e.reply(0))
	})
	k.changeable(a, func(ctx context.Context, who support.Manager, id support.CannedID, seen support.Seen, e ReplyEntry) error {
		_, err := a.Manage.PutCanned(ctx, who, seen, e.reply(id))
		return err
	})
	deleted(a, k, "", func(ctx context.Context, who support.Manager, id support.CannedID, seen support.Seen, _ Deleting) error {
		return a.Manage.DeleteCanned(ctx, who, id, seen)
	})
}
