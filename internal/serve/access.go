package serve

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// isOwnName reports whether a Host header names this machine, or the further host, with any port.
func isOwnName(hostport, further string) bool {
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

// namesLocalAddress reports whether the Host header is the IP address at which the request arrived. Another site cannot send
// that header through a name of its own (DNS rebinding).
func namesLocalAddress(r *http.Request) bool {
	host, ok := hostOf(r.Host)
	asked, err := netip.ParseAddr(host)
	return ok && err == nil && asked.Unmap() == localAddress(r)
}

// localAddress returns the address of this machine at which a request arrived, or the invalid one when it is not known.
func localAddress(r *http.Request) netip.Addr {
	local, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if !ok {
		return netip.Addr{}
	}
	at, _ := netip.ParseAddrPort(local.String())
	return at.Addr().Unmap().WithZone("")
}

// isLocalClient reports whether the browser runs on the same machine as the server.
func isLocalClient(r *http.Request) bool {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	addr := peer.Addr().Unmap().WithZone("")
	return err == nil && (addr.IsLoopback() || addr == localAddress(r))
}

// hostOf returns a Host header without port and brackets.
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

// isCrossOrigin reports whether the browser says that a page of another origin sent the request.
func isCrossOrigin(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none": // none: the address was typed
	default:
		return true
	}
	origin := r.Header.Get("Origin")
	return origin != "" && !sameOrigin(origin, r.Host)
}

// isSameOrigin reports whether the browser says that a page of this server sent the request. With a form every browser sends
// one of the two headers.
func isSameOrigin(r *http.Request) bool {
	return !isCrossOrigin(r) && (r.Header.Get("Origin") != "" || r.Header.Get("Sec-Fetch-Site") == "same-origin")
}

// isByHand reports whether the browser says that a person sent a form, and no script. Browsers that say nothing of it are
// believed: then the token alone counts.
func isByHand(r *http.Request) bool {
	mode := r.Header.Get("Sec-Fetch-Mode")
	return mode == "" || mode == "navigate" && r.Header.Get("Sec-Fetch-User") == "?1"
}

func sameOrigin(origin, host string) bool {
	u, err := url.Parse(origin)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && strings.EqualFold(u.Host, host)
}

// outputPath returns the output path of an address. It refuses whatever another program could read as another path: anything
// but a plain path below the root, hidden files, and escaped separators and dots.
func outputPath(u *url.URL) (string, bool) {
	escaped := strings.ToLower(u.EscapedPath())
	for _, escape := range []string{"%2e", "%2f", "%5c", "%00", "%25"} {
		if strings.Contains(escaped, escape) {
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
