package api

import (
	"context"
	"fmt"
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

func (e ReplyEntry) reply(id uint64) support.Canned {
	c := support.Canned{ID: support.CannedID(id), Title: e.Title, Text: e.Text, URL: e.URL, Language: e.Language, Team: support.TeamID(e.Team)}
	if c.Team != 0 {
		c.Scope = support.CannedTeam
	}
	return c
}

// ReplyPath is the address of a canned reply.
type ReplyPath struct {
	ID uint64 `path:"id" minimum:"1"`
}

func (a *API) replies() {
	const group = "Canned replies"
	register(a, operation{
		method: "GET", path: "/replies", id: "list-replies", group: group, summary: "All canned replies but those that agents keep for themselves", act: support.ActSeeCanned,
	}, a.listReplies)
	register(a, operation{
		method: "GET", path: "/replies/{id}", id: "get-reply", group: group, summary: "A canned reply", act: support.ActSeeCanned, errors: []int{404},
	}, func(ctx context.Context, who support.Manager, in *ReplyPath) (*one[replyView], error) {
		return a.reply(ctx, who, in.ID)
	})
	register(a, operation{
		method: "POST", path: "/replies", id: "create-reply", group: group, summary: "Make a canned reply", act: support.ActPutCanned, status: 201,
	}, func(ctx context.Context, who support.Manager, in *struct{ Body ReplyEntry }) (*created[replyView], error) {
		id, err := a.Manage.PutCanned(ctx, who, "", in.Body.reply(0))
		if err != nil {
			return nil, err
		}
		made, err := a.reply(ctx, who, uint64(id))
		if err != nil {
			return nil, err
		}
		return &created[replyView]{made.ETag, fmt.Sprintf("%s/replies/%d", Root, id), made.Body}, nil
	})
	register(a, operation{
		method: "PUT", path: "/replies/{id}", id: "change-reply", group: group, summary: "Change a canned reply", act: support.ActPutCanned, errors: []int{404, 412, 428},
	}, func(ctx context.Context, who support.Manager, in *struct {
		ReplyPath
		Matching
		Body ReplyEntry
	},
	) (*one[replyView], error) {
		seen, err := in.seen()
		if err != nil {
			return nil, err
		}
		if _, err := a.Manage.PutCanned(ctx, who, seen, in.Body.reply(in.ID)); err != nil {
			return nil, err
		}
		return a.reply(ctx, who, in.ID)
	})
	register(a, operation{
		method: "DELETE", path: "/replies/{id}", id: "delete-reply", group: group, summary: "Delete a canned reply", act: support.ActPutCanned, status: 204,
		errors: []int{404, 412, 428},
	}, func(ctx context.Context, who support.Manager, in *struct {
		ReplyPath
		Matching
	},
	) (*struct{}, error) {
		seen, err := in.seen()
		if err != nil {
			return nil, err
		}
		return nil, a.Manage.DeleteCanned(ctx, who, support.CannedID(in.ID), seen)
	})
}

func (a *API) listReplies(ctx context.Context, who support.Manager, in *Paging) (*list[replyView], error) {
	all, err := a.Directory.CannedOf(ctx, who.Organisation.ID)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(c support.Canned) bool { return !who.MaySeeCanned(c) })
	page, next, err := pageOf(all, func(c support.Canned) support.CannedID { return c.ID }, *in)
	return newList(views(page, viewReply), next), err
}

func (a *API) reply(ctx context.Context, who support.Manager, id uint64) (*one[replyView], error) {
	c, err := a.Manage.SeeCanned(ctx, who, support.CannedID(id))
	if err != nil {
		return nil, err
	}
	return &one[replyView]{etag(support.SeenOf(c)), viewReply(c)}, nil
}
