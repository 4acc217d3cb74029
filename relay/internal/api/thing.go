package api

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"beside.example/relay/internal/support"
)

// thing is a kind of things that programs list, read, make, change and delete: T is one as package support has it, E what may be said of one
// and V how an answer shows it. What a kind does not register, programs cannot do to it.
type thing[T, E, V any, ID ~uint64] struct {
	path        string // of the list
	name, names string // in operation IDs
	group       string // in the document
	title       string // one of them, for summaries, such as "a team"
	see, manage support.Act
	unique      bool // something in it must be unique

	id   func(T) ID
	show func(T) V
	// find returns one that whoever asks may see, and what a change of it must have seen.
	find func(ctx context.Context, who support.Manager, id ID) (T, support.Seen, error)
}

// one is an answer with a thing that may be changed.
type one[T any] struct {
	ETag string `header:"ETag"`
	Body T
}

// created is an answer with a new thing.
type created[T any] struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     T
}

// making is a call that makes a thing.
type making[E any] struct{ Body E }

// ThingPath is the address of a thing.
type ThingPath struct {
	ID uint64 `path:"id" minimum:"1"`
}

// changing is a call that changes a thing.
type changing[E any] struct {
	ThingPath
	Matching
	Body E
}

// Deleting is a call that deletes a thing.
type Deleting struct {
	ThingPath
	Matching
}

// gone is what a call that deletes a thing says at least.
func (d Deleting) gone() (uint64, support.Seen, error) {
	seen, err := d.seen()
	return d.ID, seen, err
}

// listed lets programs list the things that all returns, which are those that whoever asks may see.
func listed[T, E, V any, ID ~uint64, F interface{ page() Paging }](
	a *API, k thing[T, E, V, ID], summary string, all func(ctx context.Context, who support.Manager, in F) ([]T, error),
) {
	register(a, operation{method: http.MethodGet, path: k.path, id: "list-" + k.names, group: k.group, summary: summary, act: k.see},
		func(ctx context.Context, who support.Manager, in *F) (*list[V], error) {
			things, err := all(ctx, who, *in)
			if err != nil {
				return nil, err
			}
			page, next, err := pageOf(things, k.id, (*in).page())
			return newList(views(page, k.show), next), err
		})
}

func views[T, V any](all []T, view func(T) V) []V {
	shown := make([]V, len(all))
	for i, t := range all {
		shown[i] = view(t)
	}
	return shown
}

// readable lets programs read one.
func (k thing[T, E, V, ID]) readable(a *API) {
	register(a, operation{
		method: http.MethodGet, path: k.path + "/{id}", id: "get-" + k.name, group: k.group, summary: strings.ToUpper(k.title[:1]) + k.title[1:], act: k.see, errors: []int{http.StatusNotFound},
	}, func(ctx context.Context, who support.Manager, in *ThingPath) (*one[V], error) {
		return k.read(ctx, who, ID(in.ID))
	})
}

func (k thing[T, E, V, ID]) read(ctx context.Context, who support.Manager, id ID) (*one[V], error) {
	t, seen, err := k.find(ctx, who, id)
	if err != nil {
		return nil, err
	}
	return &one[V]{etag(seen), k.show(t)}, nil
}

// taken is the status for what must be unique, if anything must.
func (k thing[T, E, V, ID]) taken() []int {
	if k.unique {
		return []int{http.StatusConflict}
	}
	return nil
}

// makeable lets programs make one; text says what the summary does not, and refusals are the statuses of which only this kind knows.
func (k thing[T, E, V, ID]) makeable(a *API, text string, refusals []int, create func(ctx context.Context, who support.Manager, e E) (ID, error)) {
	register(a, operation{
		method: http.MethodPost, path: k.path, id: "create-" + k.name, group: k.group, summary: "Make " + k.title, text: text, act: k.manage,
		status: http.StatusCreated, errors: append(k.taken(), refusals...),
	}, func(ctx context.Context, who support.Manager, in *making[E]) (*created[V], error) {
		id, err := create(ctx, who, in.Body)
		if err != nil {
			return nil, err
		}
		made, err := k.read(ctx, who, id)
		if err != nil {
			return nil, err
		}
		return &created[V]{made.ETag, k.location(id), made.Body}, nil
	})
}

func (k thing[T, E, V, ID]) location(id ID) string {
	return fmt.Sprintf("%s%s/%d", Root, k.path, uint64(id))
}

// changeable lets programs change one that is as they saw it.
func (k thing[T, E, V, ID]) changeable(a *API, change func(ctx context.Context, who support.Manager, id ID, seen support.Seen, e E) error) {
	register(a, operation{
		method: http.MethodPut, path: k.path + "/{id}", id: "change-" + k.name, group: k.group, summary: "Change " + k.title, act: k.manage,
		errors: slices.Concat(k.taken(), missedAndStale()),
	}, func(ctx context.Context, who support.Manager, in *changing[E]) (*one[V], error) {
		seen, err := in.seen()
		if err != nil {
			return nil, err
		}
		if err := change(ctx, who, ID(in.ID), seen, in.Body); err != nil {
			return nil, err
		}
		return k.read(ctx, who, ID(in.ID))
	})
}

// missedAndStale are the statuses of a change to what is not there, or not as it was seen.
func missedAndStale() []int {
	return []int{http.StatusNotFound, http.StatusPreconditionFailed, http.StatusPreconditionRequired}
}

// deleted lets programs delete one that is as they saw it.
func deleted[T, E, V any, ID ~uint64, D interface {
	gone() (uint64, support.Seen, error)
}](
	a *API, k thing[T, E, V, ID], text string, remove func(ctx context.Context, who support.Manager, id ID, seen support.Seen, in D) error,
) {
	register(a, operation{
		method: http.MethodDelete, path: k.path + "/{id}", id: "delete-" + k.name, group: k.group, summary: "Delete " + k.title, text: text, act: k.manage,
		status: http.StatusNoContent, errors: missedAndStale(),
	}, func(ctx context.Context, who support.Manager, in *D) (*struct{}, error) {
		id, seen, err := (*in).gone()
		if err != nil {
			return nil, err
		}
		return nil, remove(ctx, who, ID(id), seen, *in)
	})
}
