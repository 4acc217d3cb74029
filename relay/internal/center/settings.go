package center

import (
	"errors"
	"net/http"
	"strconv"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// settingsData is the form of an organisation.
type settingsData struct {
	Name     string
	TimeZone string
	Seen     support.Seen
	Zones    []string // to choose from; others may be typed
	Keep     []keepRow
	Policies []option
	Through  string // by which way mails leave, empty when none do
	Sender   string
	Own      string // the address of whoever looks
	Problem  string // catalogue key
	Field    string // that the problem is about
	Seconds  int
}

// keepRow is for how many days one kind of things is kept.
type keepRow struct {
	Name string // of the input
	Key  string // catalogue key
	Days support.Days
}

// Names of the form's inputs.
const (
	keepRequests = "keep-requests"
	keepChats    = "keep-chats"
	keepAudit    = "keep-audit"
	keepSignIns  = "keep-sign-ins"
	policyHandIn = "hand-in"
	policyWatch  = "monitoring"
	policyFactor = "factor-required"
	policySingle = "only-single-sign-on"
)

// usualZones are offered while somebody types a time zone.
func usualZones() []string {
	return []string{
		"Africa/Cairo", "Africa/Casablanca", "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi", "America/Bogota", "America/Chicago",
		"America/Denver", "America/Halifax", "America/Los_Angeles", "America/Mexico_City", "America/Montreal", "America/New_York",
		"America/Sao_Paulo", "America/Toronto", "America/Vancouver", "Asia/Dubai", "Asia/Hong_Kong", "Asia/Jakarta", "Asia/Kolkata", "Asia/Seoul",
		"Asia/Shanghai", "Asia/Singapore", "Asia/Tokyo", "Australia/Perth", "Australia/Sydney", "Europe/Amsterdam", "Europe/Athens",
		"Europe/Berlin", "Europe/Brussels", "Europe/Dublin", "Europe/Helsinki", "Europe/Istanbul", "Europe/Lisbon", "Europe/London",
		"Europe/Luxembourg", "Europe/Madrid", "Europe/Paris", "Europe/Prague", "Europe/Rome", "Europe/Stockholm", "Europe/Vienna",
		"Europe/Warsaw", "Europe/Zurich", "Indian/Reunion", "Pacific/Auckland", "Pacific/Noumea", "UTC",
	}
}

func (c *Center) showSettings(w http.ResponseWriter, r *http.Request, who Manager) error {
	o, err := c.Manage.SettingsFor(r.Context(), who)
	if err != nil {
		return err
	}
	return c.renderSettings(w, r, who, http.StatusOK, o, settingsData{Seen: support.SeenOf(o)})
}

func (c *Center) renderSettings(w http.ResponseWriter, r *http.Request, who Manager, status int, o support.OrganisationRecord, data settingsData) error {
	data.Name, data.TimeZone, data.Zones = o.Name, o.TimeZone, usualZones()
	if c.Mail.On() {
		data.Through, data.Sender, data.Own = c.Mail.Through(), c.Mail.Sender(), who.Agent.Mail
	}
	data.Keep = []keepRow{
		{keepRequests, "settings.keep.requests", o.Keep.Requests},
		{keepChats, "settings.keep.chats", o.Keep.Chats},
		{keepAudit, "settings.keep.audit", o.Keep.Audit},
		{keepSignIns, "settings.keep.signins", o.Keep.SignIns},
	}
	data.Policies = []option{
		{Value: policyHandIn, Key: "settings.policy.handin", Selected: o.HandIn},
		{Value: policyWatch, Key: "settings.policy.watch", Selected: o.Monitoring},
		{Value: policyFactor, Key: "settings.policy.factor", Selected: o.FactorRequired},
		{Value: policySingle, Key: "settings.policy.single", Selected: o.OnlySingleSignOn},
	}
	return c.render(w, r, who, status, pageSettings, settingsPath, data)
}

// readSettings reads the form of an organisation.
func readSettings(r *http.Request) (o support.OrganisationRecord, err error) {
	if err := r.ParseForm(); err != nil {
		return o, web.BadRequest()
	}
	o.Name, o.TimeZone = r.PostForm.Get("name"), r.PostForm.Get("zone")
	for name, days := range map[string]*support.Days{
		keepRequests: &o.Keep.Requests, keepChats: &o.Keep.Chats, keepAudit: &o.Keep.Audit, keepSignIns: &o.Keep.SignIns,
	} {
		n, err := strconv.ParseUint(r.PostForm.Get(name), 10, 16)
		if err != nil {
			return o, web.BadRequest()
		}
		*days = support.Days(n)
	}
	on := func(name string) bool { return r.PostForm.Get(name) != "" }
	o.HandIn, o.Monitoring, o.FactorRequired, o.OnlySingleSignOn = on(policyHandIn), on(policyWatch), on(policyFactor), on(policySingle)
	return o, nil
}

// putSettings keeps the form of an organisation.
func (c *Center) putSettings(w http.ResponseWriter, r *http.Request, who Manager) error {
	o, err := readSettings(r)
	if err != nil {
		return err
	}
	seen := support.Seen(r.PostForm.Get("seen"))
	wrong := settingsData{Seen: seen}
	switch err := c.Manage.ChangeSettings(r.Context(), who, seen, o); {
	case errors.Is(err, support.ErrChanged):
		return c.renderConflict(w, r, who, settingsPath, conflictData{Name: o.Name, Again: settingsPath})
	case errors.Is(err, support.ErrExists):
		wrong.Problem, wrong.Field = "settings.taken", "name"
		return c.renderSettings(w, r, who, http.StatusConflict, o, wrong)
	case errors.Is(err, support.ErrInvalid):
		wrong.Problem, wrong.Field = settingsProblem(o)
		return c.renderSettings(w, r, who, http.StatusUnprocessableEntity, o, wrong)
	case errors.Is(err, support.ErrFactorNeeded):
		wrong.Problem, wrong.Field = "factor.policy.self", policyFactor
		return c.renderSettings(w, r, who, http.StatusConflict, o, wrong)
	case errors.Is(err, support.ErrUntried):
		wrong.Problem, wrong.Field = "factor.policy.sso", policySingle
		return c.renderSettings(w, r, who, http.StatusConflict, o, wrong)
	case err != nil:
		return err
	}
	return goTo(w, r, settingsPath, "saved")
}

// settingsProblem says what is wrong with a form that cannot be kept.
func settingsProblem(o support.OrganisationRecord) (key, field string) {
	switch {
	case support.CleanName(o.Name) == "":
		return "settings.noname", "name"
	case !support.IsZone(o.TimeZone):
		return "settings.nozone", "zone"
	}
	return "settings.nodays", keepAudit
}
