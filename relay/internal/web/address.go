package web

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// forwardedHeaders are what proxies write about those who ask, and what anybody else may write as well.
var forwardedHeaders = [...]string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Proto", "X-Real-Ip"}

// TrustProxies makes r.RemoteAddr the address of who asks: the peer's own, or, when the peer is one of the configured
// proxies, the last address in X-Forwarded-For that is not a proxy's. Whatever headers of this kind came along are
// removed, so that nothing behind it can be misled by them.
func TrustProxies(proxies []netip.Prefix, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		forwarded := strings.Join(r.Header.Values("X-Forwarded-For"), ",")
		for _, name := range forwardedHeaders {
			r.Header.Del(name)
		}
		if addr := ClientAddr(r); isProxy(proxies, addr) {
			r.RemoteAddr = netip.AddrPortFrom(lastOutside(proxies, addr, forwarded), 0).String()
		}
		next.ServeHTTP(w, r)
	})
}

// lastOutside walks from the proxy next to us outwards. What stands left of the first address that is no proxy of ours,
// or of something that is no address at all, may be invented.
func lastOutside(proxies []netip.Prefix, peer netip.Addr, forwarded string) netip.Addr {
	hops := strings.Split(forwarded, ",")
	for _, hop := range slices.Backward(hops) {
		addr, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			return peer
		}
		peer = addr.Unmap()
		if !isProxy(proxies, peer) {
			return peer
		}
	}
	return peer
}

func isProxy(proxies []netip.Prefix, addr netip.Addr) bool {
	return slices.ContainsFunc(proxies, func(p netip.Prefix) bool { return p.Contains(addr) })
}

// ClientAddr returns the address of who sent a request, after TrustProxies; the zero Addr when it has none.
func ClientAddr(r *http.Request) netip.Addr {
	ap, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return ap.Addr().Unmap()
}
