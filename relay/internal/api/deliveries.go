package api

import (
	"context"
	"net/http"
	"time"

	"beside.example/relay/internal/support"
)

// deliveryView is an event on its way to a webhook, and what came of it.
type deliveryView struct {
	ID      uint64     `json:"id"`
	Message string     `json:"message" doc:"The webhook-id of every try"`
	Event   string     `json:"event"`
	At      time.Time  `json:"at" doc:"When it happened"`
	Status  string     `json:"status" enum:"waiting,taken,given_up"`
	Tries   int        `json:"tries"`
	Tried   *time.Time `json:"tried_at,omitempty"`
	Next    *time.Time `json:"next_at,omitempty" doc:"When it is tried again"`
	Code    int        `json:"code,omitempty" doc:"The status that the receiver answered the last time; missing when it answered nothing"`
	Error   string     `json:"error,omitempty" doc:"Why it was not taken the last time"`
}

// deliveryStatuses are the statuses of deliveries by the names that programs use.
var deliveryStatuses = [...]string{support.DeliveryWaiting: "waiting", support.DeliveryTaken: "taken", support.DeliveryGivenUp: "given_up"}

func viewDelivery(d support.Delivery) deliveryView {
	return deliveryView{
		ID: d.ID, Message: d.Message, Event: d.Event.String(), At: d.At.UTC(), Status: nameIn(deliveryStatuses[:], int(d.Status)), Tries: d.Tries,
		Tried: moment(d.Tried), Next: moment(d.Next), Code: d.Code, Error: d.Error,
	}
}

// deliveryFilter picks deliveries of a webhook.
type deliveryFilter struct {
	ThingPath
	Paging
}

// deliveryPath is the address of a delivery.
type deliveryPath struct {
	ThingPath
	Delivery uint64 `path:"delivery" minimum:"1"`
}

// deliveries are the log of what was on its way to webhooks.
func (a *API) deliveries() {
	register(a, operation{
		method: http.MethodGet, path: "/webhooks/{id}/deliveries", id: "list-deliveries", group: webhooksGroup, summary: "What was on its way to a webhook in thirty days, the latest first",
		act: support.ActSeeWebhook, errors: []int{http.StatusNotFound},
	}, func(ctx context.Context, who support.Manager, in *deliveryFilter) (*list[deliveryView], error) {
		return latestFirst(in.Paging, func(before uint64, limit int) ([]support.Delivery, error) {
			return a.Manage.Deliveries(ctx, who, support.WebhookID(in.ID), before, limit)
		}, viewDelivery, func(d support.Delivery) uint64 { return d.ID })
	})
	register(a, operation{
		method: http.MethodPost, path: "/webhooks/{id}/deliveries/{delivery}/again", id: "redeliver", group: webhooksGroup,
		summary: "Send again what was taken or given up, as the same message", act: support.ActManageWebhook, status: http.StatusNoContent, errors: []int{http.StatusNotFound},
	}, func(ctx context.Context, who support.Manager, in *deliveryPath) (*struct{}, error) {
		return nil, a.Manage.Redeliver(ctx, who, support.WebhookID(in.ID), in.Delivery)
	})
}
