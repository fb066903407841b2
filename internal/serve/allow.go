package serve

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// isOurs reports whether a Host header names this machine, or the further host that was given. Any port will do.
func isOurs(hostport, further string) bool {
	host, ok := hostOf(hostport)
	if !ok {
		return false
	}
	if strings.EqualFold(host, "localhost") || further != "" && strings.EqualFold(host, strings.Trim(further, "[]")) {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback() && addr.Zone() == ""
}

// isArrival reports whether a request names the very address of this machine at which it arrived. A page of another site
// cannot do that under a name of its own.
func isArrival(r *http.Request) bool {
	host, ok := hostOf(r.Host)
	asked, err := netip.ParseAddr(host)
	return ok && err == nil && asked.Unmap() == arrival(r)
}

// arrival returns the address of this machine at which a request arrived; invalid when that is not known.
func arrival(r *http.Request) netip.Addr {
	local, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if !ok {
		return netip.Addr{}
	}
	at, _ := netip.ParseAddrPort(local.String())
	return at.Addr().Unmap().WithZone("")
}

// fromThisMachine reports whether the browser runs where the server does.
func fromThisMachine(r *http.Request) bool {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	addr := peer.Addr().Unmap().WithZone("")
	return err == nil && (addr.IsLoopback() || addr == arrival(r))
}

// hostOf takes the port and the brackets off a Host header.
func hostOf(hostport string) (host string, ok bool) {
	host = hostport
	end := strings.LastIndexByte(hostport, ']')
	if colon := strings.LastIndexByte(hostport, ':'); colon > end {
		if _, err := strconv.ParseUint(hostport[colon+1:], 10, 16); err != nil {
			return "", false
		}
		host = hostport[:colon]
	}
	if inner, ok := strings.CutPrefix(host, "["); ok {
		inner, ok = strings.CutSuffix(inner, "]")
		return inner, ok && strings.Contains(inner, ":")
	}
	return host, host != "" && !strings.ContainsAny(host, ":]")
}

// fromElsewhere reports whether the browser says that a page of another origin sent the request.
func fromElsewhere(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none": // none: a person typed the address
	default:
		return true
	}
	origin := r.Header.Get("Origin")
	return origin != "" && !sameOrigin(origin, r.Host)
}

// fromOurs reports whether the browser says that one of our own pages sent the request. Every browser says one or the
// other with a form.
func fromOurs(r *http.Request) bool {
	return !fromElsewhere(r) && (r.Header.Get("Origin") != "" || r.Header.Get("Sec-Fetch-Site") == "same-origin")
}

func sameOrigin(origin, host string) bool {
	u, err := url.Parse(origin)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && strings.EqualFold(u.Host, host)
}

// outputPath returns the output path that an address asks for. It refuses everything that would mean another path to
// somebody else: what is no plain path below the root, hidden files, and separators or dots behind an escape.
func outputPath(u *url.URL) (string, bool) {
	escaped := strings.ToLower(u.EscapedPath())
	for _, trick := range []string{"%2e", "%2f", "%5c", "%00", "%25"} {
		if strings.Contains(escaped, trick) {
			return "", false
		}
	}
	name, ok := strings.CutPrefix(u.Path, "/")
	if !ok || strings.ContainsAny(name, "\\\x00") {
		return "", false
	}
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	for part := range strings.SplitSeq(name, "/") {
		if part == "" || part[0] == '.' {
			return "", false
		}
	}
	return name, true
}
