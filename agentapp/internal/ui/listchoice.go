package ui

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"beside.example/agentapp/internal/model"
)

// The filters of the requests page.
const (
	filterAll = iota
	filterWaiting
	filterMine
)

// The times by which lists are filtered.
const (
	anyTime = iota
	lastHour
	lastDay
	lastWeek
)

// listChoice is what the agent chose to see.
type listChoice struct {
	// Filter is one of the requests page's; Portal, Agent and Status are indexes into what the page offers, 0 for all; Time is
	// one of the times above.
	Filter, Portal, Agent, Status, Time int
	// Find is a text to look for.
	Find string
	// Sort is the column by which rows are sorted, within waiting, live and past ones where it is that of time.
	Sort      int
	Ascending bool
}

// newListChoice is what an agent sees at first: everything, those who wait longest first.
func newListChoice() listChoice { return listChoice{Sort: columnWhen} }

// narrows reports whether something may be hidden by the choice.
func (c listChoice) narrows() bool {
	return c.Filter != filterAll || c.Portal+c.Agent+c.Status+c.Time > 0 || strings.TrimSpace(c.Find) != ""
}

// listOptions are what can be chosen from, by what there is.
type listOptions struct {
	Portals, Agents []string
	statuses        []itemStatus
}

// options lists the portals and agents that occur, and every status.
func options(s model.Snapshot, items []listItem) listOptions {
	var o listOptions
	seen := map[string]bool{}
	add := func(list *[]string, name string) {
		if name != "" && !seen[name] {
			seen[name] = true
			*list = append(*list, name)
		}
	}
	for _, p := range s.Agent().Portals {
		add(&o.Portals, p.Name)
	}
	for _, i := range items {
		add(&o.Portals, i.portal)
	}
	clear(seen)
	var statuses [statusCount]bool
	for _, i := range items {
		add(&o.Agents, i.agent)
		statuses[i.status] = true
	}
	slices.Sort(o.Agents)
	for status, there := range statuses {
		if there {
			o.statuses = append(o.statuses, itemStatus(status))
		}
	}
	return o
}

// at returns an option of a list by its place after the word for all of them; empty for that.
func at(list []string, index int) string {
	if index > 0 && index <= len(list) {
		return list[index-1]
	}
	return ""
}

// chosen returns the items that the agent wants to see, whatever the filter of the page.
func (c listChoice) chosen(items []listItem, o listOptions, now time.Time) []listItem {
	portal, agent := at(o.Portals, c.Portal), at(o.Agents, c.Agent)
	needle := strings.ToLower(strings.TrimSpace(c.Find))
	since := c.since(now)
	return slices.DeleteFunc(items, func(i listItem) bool {
		return portal != "" && i.portal != portal || agent != "" && i.agent != agent ||
			c.Status > 0 && c.Status <= len(o.statuses) && i.status != o.statuses[c.Status-1] ||
			i.at.Before(since) || needle != "" && !i.contains(needle)
	})
}

func (c listChoice) since(now time.Time) time.Time {
	const day = 24 * time.Hour
	switch c.Time {
	case lastHour:
		return now.Add(-time.Hour)
	case lastDay:
		return now.Add(-day)
	case lastWeek:
		return now.Add(-7 * day)
	}
	return time.Time{}
}

// sort sorts items by the chosen column. By time, those who wait come first, the longest wait at the top, then what goes on,
// then what is past, the latest first.
func (c listChoice) sort(items []listItem, tag string) {
	order := c.byTime
	switch c.Sort {
	case columnStatus:
		order = func(a, b *listItem) int { return cmp.Compare(a.status, b.status) }
	case columnCustomer, columnAbout, columnPortal, columnAgent:
		c.sortByText(items, tag)
		return
	}
	slices.SortStableFunc(items, func(a, b listItem) int { return order(&a, &b) })
}

func (c listChoice) byTime(a, b *listItem) int {
	if a.group != b.group {
		return cmp.Compare(a.group, b.group)
	}
	earlier := a.at.Compare(b.at)
	if (a.group == groupPast) != c.Ascending {
		return -earlier
	}
	return earlier
}

// sortByText sorts by the words of a column as the language orders them.
func (c listChoice) sortByText(items []listItem, tag string) {
	collator, buffer := collate.New(language.Make(tag), collate.IgnoreCase), &collate.Buffer{}
	type keyed struct {
		item listItem
		key  []byte
	}
	list := make([]keyed, len(items))
	for n, i := range items {
		text := map[int]string{columnCustomer: i.customer, columnAbout: i.about, columnPortal: i.portal, columnAgent: i.agent}[c.Sort]
		list[n] = keyed{i, collator.KeyFromString(buffer, text)}
	}
	slices.SortStableFunc(list, func(a, b keyed) int {
		order := slices.Compare(a.key, b.key)
		if !c.Ascending {
			return -order
		}
		return order
	})
	for n := range list {
		items[n] = list[n].item
	}
}
