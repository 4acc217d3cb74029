package center

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"beside.example/internal/words"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// repliesData is the list of canned replies.
type repliesData struct {
	Replies    []replyLine
	MayPortals bool
}

// replyLine is a reply in the list.
type replyLine struct {
	support.Canned
	TeamName string
}

// replyData is the form of a reply.
type replyData struct {
	support.Canned
	Seen      support.Seen
	Teams     []teamLine
	Everyone  bool // it may be for the whole organisation
	Languages []option
	Problem   string // catalogue key
	Seconds   int
}

func (c *Center) showReplies(w http.ResponseWriter, r *http.Request, who Manager) error {
	all, err := c.Directory.CannedOf(r.Context(), who.Organisation.ID)
	if err != nil {
		return fmt.Errorf("list canned replies: %w", err)
	}
	teams, err := c.teams(r, who)
	if err != nil {
		return err
	}
	data := repliesData{MayPortals: who.May(support.ActManagePortal, support.Object{})}
	for _, reply := range all {
		if !who.MayPutCanned(reply) {
			continue
		}
		line := replyLine{Canned: reply}
		for _, t := range teams {
			if t.ID == reply.Team {
				line.TeamName = t.Name
			}
		}
		data.Replies = append(data.Replies, line)
	}
	return c.render(w, r, who, http.StatusOK, pageReplies, portalsPath, data)
}

func (c *Center) showNewReply(w http.ResponseWriter, r *http.Request, who Manager) error {
	return c.renderReply(w, r, who, http.StatusOK, replyData{})
}

func (c *Center) showReply(w http.ResponseWriter, r *http.Request, who Manager) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	reply, err := c.Manage.CannedForManager(r.Context(), who, support.CannedID(id))
	if err != nil {
		return err
	}
	return c.renderReply(w, r, who, http.StatusOK, replyData{Canned: reply, Seen: support.SeenOf(reply)})
}

func (c *Center) renderReply(w http.ResponseWriter, r *http.Request, who Manager, status int, data replyData) error {
	teams, err := c.teams(r, who)
	if err != nil {
		return err
	}
	data.Teams, data.Everyone = tree(teams, who), who.Everything()
	for _, l := range words.Languages() {
		data.Languages = append(data.Languages, option{Value: string(l), Key: "center.language." + string(l), Selected: data.Language == string(l)})
	}
	return c.render(w, r, who, status, pageReply, portalsPath, data)
}

// putReply keeps the form of a new reply or of one that is there.
func (c *Center) putReply(w http.ResponseWriter, r *http.Request, who Manager) error {
	if err := r.ParseForm(); err != nil {
		return web.BadRequest()
	}
	reply := support.Canned{
		Title: r.PostForm.Get("title"), Text: r.PostForm.Get("text"), URL: r.PostForm.Get("url"), Language: r.PostForm.Get("language"),
	}
	done := "created"
	if r.PathValue("id") != "" {
		id, err := pathID(r)
		if err != nil {
			return err
		}
		reply.ID, done = support.CannedID(id), "saved"
	}
	if text := r.PostForm.Get("team"); text != "" {
		team, err := strconv.ParseUint(text, 10, 63)
		if err != nil {
			return web.BadRequest()
		}
		reply.Scope, reply.Team = support.CannedTeam, support.TeamID(team)
	}
	seen := support.Seen(r.PostForm.Get("seen"))
	switch _, err := c.Manage.PutCanned(r.Context(), who, seen, reply); {
	case errors.Is(err, support.ErrChanged):
		return c.renderConflict(w, r, who, portalsPath, conflictData{Name: reply.Title, Again: r.URL.Path})
	case errors.Is(err, support.ErrInvalid):
		return c.renderReply(w, r, who, http.StatusUnprocessableEntity, replyData{Canned: reply, Seen: seen, Problem: "center.reply.invalid"})
	case err != nil:
		return err
	}
	return goTo(w, r, repliesPath, done)
}

// deleteReply removes a reply.
func (c *Center) deleteReply(w http.ResponseWriter, r *http.Request, who Manager) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	err = c.Manage.DeleteCanned(r.Context(), who, support.CannedID(id), support.Seen(r.PostFormValue("seen")))
	if errors.Is(err, support.ErrChanged) {
		return c.renderConflict(w, r, who, portalsPath, conflictData{Name: r.PostFormValue("title"), Again: repliesPath + "/" + r.PathValue("id")})
	}
	if err != nil {
		return err
	}
	return goTo(w, r, repliesPath, "deleted")
}
