package serve

import (
	"bytes"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"path"
	"strings"
	"testing"
)

// FuzzInject checks that a page keeps every byte, and that what is added stands where a browser reads it.
func FuzzInject(f *testing.F) {
	f.Add([]byte("<!doctype html><html><head><title>T</title></head><body class=x>Text</body></html>"), true)
	f.Add([]byte("<HEAD></HEAD><BODY title='>'>"), false)
	f.Add([]byte("<header></head><body"), true)
	f.Add([]byte("</head></head>İ<body>"), true)
	f.Add([]byte("text"), false)
	f.Fuzz(func(t *testing.T, page []byte, deep bool) {
		added := [][]byte{[]byte("\n<base href=\"/\">"), []byte("PANEL\n")}
		if bytes.Contains(page, []byte("PANEL")) || bytes.Contains(page, []byte("pandect")) || bytes.Contains(page, []byte("<base")) {
			return
		}
		got := inject(page, "key", added[1], deep)
		rest := string(got)
		for _, line := range append(added, []byte("<link rel=\"stylesheet\" href=\""+styleURL+"\">\n<script src=\""+scriptURL+"\" data-key=\"key\" defer></script>\n")) {
			rest = strings.Replace(rest, string(line), "", 1)
		}
		if rest != string(page) && rest != string(page)+"\n" {
			t.Errorf("%q became %q", page, got)
		}
		if end := bytes.Index(asciiLower(page), []byte("</head>")); end >= 0 && !strings.HasSuffix(string(got[:bytes.Index(got, []byte("</script>\n"+string(page[end:end+7])))]), "defer>") {
			t.Errorf("the script does not stand before the end of the head: %q", got)
		}
	})
}

// FuzzHosts checks that only names of this machine are accepted, whatever the port.
func FuzzHosts(f *testing.F) {
	for _, seed := range []string{"localhost:80", "127.0.0.1", "[::1]:1", "example.org", "[::ffff:127.0.0.1]", "localhost:80@x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, host string) {
		if !isOwnName(host, "") {
			return
		}
		u, err := url.Parse("http://" + host + "/") // as another reader of the same words understands it
		if err != nil {
			t.Fatalf("%q is accepted and is no host: %v", host, err)
		}
		addr, err := netip.ParseAddr(u.Hostname())
		if !strings.EqualFold(u.Hostname(), "localhost") && (err != nil || !addr.IsLoopback()) || u.User != nil {
			t.Errorf("%q is accepted and names %q", host, u.Hostname())
		}
	})
}

// FuzzPaths checks that what is asked for is a plain path below the root, and that no answer but those of the server's
// own pages is given to anything else.
func FuzzPaths(f *testing.F) {
	for _, seed := range []string{"/", "/a/", "/%2e%2e/x", "/a\\b", "/.git", "/a%2fb", "//x", "/%C3%A9.html", "/a?b#c"} {
		f.Add(seed)
	}
	s := newServer(f, Options{})
	s.Publish(newBuilder(f).load(small))
	f.Fuzz(func(t *testing.T, address string) {
		u, err := url.ParseRequestURI(address)
		if err != nil {
			return
		}
		name, ok := outputPath(u)
		if ok && (path.Clean("/"+name) != "/"+name || strings.Contains(name, "/.") || strings.HasPrefix(name, ".") || strings.Contains(name, "\\")) {
			t.Errorf("%q is taken for %q", address, name)
		}
		r := httptest.NewRequest("GET", "/", nil)
		r.URL, r.Host = u, "localhost"
		if u.Path == eventsURL { // it would listen until the end
			return
		}
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, r)
		if _, exists := s.now.Load().pages.Find(name); w.Code == 200 && !exists && !strings.HasPrefix(u.Path, prefix) {
			t.Errorf("%q is answered", address)
		}
		if to, err := w.Result().Location(); err == nil && to.Host != "" {
			t.Errorf("%q leads to %q", address, to)
		}
	})
}
