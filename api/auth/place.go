package auth

import (
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"unicode"
)

// The addresses of the pages that signing in needs. The pages serve them.
const (
	SignInPath    = "/sign-in"
	LinkPath      = "/sign-in/link/" // followed by the token of a link
	SignedOutPath = "/signed-out"
)

// CallbackPath is where an identity provider sends the browser back to: one for each, so that what one provider says cannot
// be taken for another's.
func CallbackPath(provider string) string { return SignInPath + "/" + provider + "/callback" }

// OwnPath gives the address of a page of ours to go to after signing in; / for anything that could lead elsewhere.
func OwnPath(next string) string {
	const home, longest = "/", 2000
	if len(next) > longest || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsRune(next, '\\') ||
		strings.ContainsFunc(next, unicode.IsControl) {
		return home
	}
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil || strings.HasPrefix(u.Path, "//") || strings.ContainsRune(u.Path, '\\') {
		return home
	}
	if u.Path == SignInPath || strings.HasPrefix(u.Path, SignInPath+"/") || u.Path == SignedOutPath {
		return home
	}
	return next
}

// cookies are ours: not for scripts, not for other sites, for the whole of this host only.
type cookies struct{ secure bool }

// cookiesFor follow the address under which the service is reached.
func cookiesFor(publicURL string) cookies { return cookies{strings.HasPrefix(publicURL, "https:")} }

// name puts the prefix before a name by which browsers hold a cookie to its host and to TLS (RFC 6265bis, 4.1.3.2).
func (c cookies) name(name string) string {
	if c.secure {
		return "__Host-" + name
	}
	return name
}

func (c cookies) set(w http.ResponseWriter, name, value string, seconds int) {
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // Secure follows the public address: on one's own machine there is no TLS
		Name: c.name(name), Value: value, Path: "/", MaxAge: seconds, HttpOnly: true, Secure: c.secure, SameSite: http.SameSiteLaxMode,
	})
}

func (c cookies) clear(w http.ResponseWriter, name string) { c.set(w, name, "", -1) }

// get gives the value of a cookie; empty for none.
func (c cookies) get(r *http.Request, name string) string {
	cookie, err := r.Cookie(c.name(name))
	if err != nil {
		return ""
	}
	return cookie.Value
}

// prefixes reads the addresses and networks of proxies; the settings were checked when they were read.
func prefixes(list []string) []netip.Prefix {
	var found []netip.Prefix
	for _, p := range list {
		if network, err := netip.ParsePrefix(p); err == nil {
			found = append(found, network)
		} else if address, err := netip.ParseAddr(p); err == nil {
			found = append(found, netip.PrefixFrom(address, address.BitLen()))
		}
	}
	return found
}

// clientAddress is the address of whoever sends a request: the connection's or, behind proxies of ours, the last one in
// X-Forwarded-For that is none of them.
func clientAddress(r *http.Request, proxies []netip.Prefix) string {
	connection, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	client := connection.Addr().Unmap()
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		ours := slices.ContainsFunc(proxies, func(p netip.Prefix) bool { return p.Contains(client) })
		before, err := netip.ParseAddr(strings.TrimSpace(hop))
		if !ours || err != nil {
			break
		}
		client = before.Unmap()
	}
	return client.String()
}
