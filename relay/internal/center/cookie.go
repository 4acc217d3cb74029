package center

import (
	"net/http"

	"beside.example/relay/internal/support"
)

// cookieName is the cookie of a browser that is signed in. The prefix makes browsers keep it to this very host, over TLS.
const cookieName = "__Host-center"

// setCookie signs the browser in; the store knows how long that lasts.
func setCookie(w http.ResponseWriter, token string) {
	http.SetCookie(w, &http.Cookie{
		Name: cookieName, Value: token, Path: "/", MaxAge: int(support.CenterMost.Seconds()),
		Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// clearCookie makes the browser forget.
func clearCookie(w http.ResponseWriter) {
	http.SetCookie(w, &http.Cookie{Name: cookieName, Path: "/", MaxAge: -1, Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}
