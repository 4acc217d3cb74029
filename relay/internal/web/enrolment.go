package web

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/boombuler/barcode/qr"

	"beside.example/internal/product"
	"beside.example/relay/internal/support"
)

// Enrolment is what an authenticator app needs to know a secret, in three forms. The template "factor.app" shows it.
type Enrolment struct {
	Secret  string // to type, in groups
	Address string // otpauth URL
	Side    int    // of the QR code in modules, its quiet edge included
	Path    string // the QR code as the path of an SVG, one unit to a module
}

// quiet is the empty edge of a QR code in modules, which readers need.
const quiet = 4

// NewEnrolment writes a secret so that an agent's app can take it over; the relay's name and mail name the account there.
func (s *Site) NewEnrolment(mail string, secret []byte) (Enrolment, error) {
	e := Enrolment{Address: (&url.URL{
		Scheme: "otpauth", Host: "totp", Path: "/" + product.Name + " " + s.relay + ":" + mail,
		RawQuery: url.Values{
			"secret": {support.FactorText(secret)}, "issuer": {product.Name + " " + s.relay}, "algorithm": {"SHA1"}, "digits": {"6"},
			"period": {strconv.Itoa(int(support.FactorStep / time.Second))},
		}.Encode(),
	}).String()}
	e.Address = strings.ReplaceAll(e.Address, "+", "%20") // apps read the query as a path
	const group = 4
	text := support.FactorText(secret)
	var groups []string
	for ; len(text) > group; text = text[group:] {
		groups = append(groups, text[:group])
	}
	e.Secret = strings.ToLower(strings.Join(append(groups, text), " "))
	picture, err := qr.Encode(e.Address, qr.M, qr.Auto)
	if err != nil {
		return e, fmt.Errorf("draw a QR code: %w", err)
	}
	size := picture.Bounds().Dx()
	e.Side = size + 2*quiet
	var path strings.Builder
	for y := range size {
		for x := range size {
			if r, _, _, _ := picture.At(x, y).RGBA(); r == 0 {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+quiet, y+quiet)
			}
		}
	}
	e.Path = path.String()
	return e, nil
}
