package serve

import (
	"bytes"
	"context"
	"io/fs"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pandect/internal/build"
	"pandect/internal/diag"
	"pandect/internal/source"
	"pandect/themes"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// input is a site as a map from path to text, beside the built-in theme.
type input map[string]string

// with returns the site after an edit. A nil text removes a file.
func (in input) with(name string, text ...string) input {
	out := maps.Clone(in)
	delete(out, name)
	if len(text) > 0 {
		out[name] = strings.Join(text, "")
	}
	return out
}

// themeFile returns the text of a file of the built-in theme.
func themeFile(t testing.TB, name string) string {
	t.Helper()
	data, err := fs.ReadFile(themes.FS, "counsel/"+name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// builder loads one site again and again, as a preview does.
type builder struct {
	t testing.TB
	b *build.Builder
}

func newBuilder(t testing.TB) builder {
	return builder{t, build.New(build.Options{Now: noon, Preview: true})}
}

func (b builder) load(in input) *build.Edition {
	b.t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(themes.FS, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) == ".go" {
			return err
		}
		data, err := fs.ReadFile(themes.FS, name)
		files["themes/"+name] = string(data)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	maps.Copy(files, in)
	e, err := b.b.Load(context.Background(), source.MapTree(files))
	if err != nil {
		b.t.Fatal(err)
	}
	return e
}

// newServer returns a server that is closed with the test. It looks through pages soon.
func newServer(t testing.TB, o Options) *Server {
	o.checkDelay = time.Millisecond
	s := New(o)
	t.Cleanup(s.Close)
	return s
}

// get asks the server for an address of this machine.
func get(s *Server, address string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r := httptest.NewRequest("GET", address, nil)
	r.Host = "localhost:1313"
	s.Handler().ServeHTTP(w, r)
	return w
}

func escaped(p string) string { return "/" + strings.ReplaceAll(p, " ", "%20") }

var small = input{
	"config.toml":                 "title = \"T\"\n",
	"content/_index.md":           "# Home\n\nSee [it](ethics/privilege.md).\n",
	"content/ethics/_index.md":    "# Ethics\n",
	"content/ethics/privilege.md": "# Privilege\n\nText.\n",
	"content/plan.pdf":            "%PDF-",
	"content/hand.html":           "<p>Written by hand",
	"content/odd.html":            "<!DOCTYPE html><HTML><HEAD><TITLE>Ünïcode İ</TITLE></HEAD><BODY data-x='a>b'>Text</BODY></HTML>",
}

// TestBodiesAreTheOutputs compares every answer with what the edition gives. Only whole lines may have been added, and
// only to HTML.
func TestBodiesAreTheOutputs(t *testing.T) {
	e := newBuilder(t).load(small)
	s := newServer(t, Options{})
	s.Publish(e)
	for _, o := range e.Outputs() {
		want, _, err := o.Open(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		w := get(s, escaped(o.Path))
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != o.MediaType {
			t.Errorf("%s: %d %s, want 200 %s", o.Path, w.Code, w.Header().Get("Content-Type"), o.MediaType)
		}
		body := w.Body.Bytes()
		if strings.HasPrefix(o.MediaType, "text/html") {
			body = withoutOurs(t, o.Path, body)
		}
		if !bytes.Equal(body, want) {
			t.Errorf("%s: the body is not the output:\n%s\n%s", o.Path, body, want)
		}
	}
}

// withoutOurs takes the two lines out that every page gets. There must be exactly one of each.
func withoutOurs(t *testing.T, name string, page []byte) []byte {
	t.Helper()
	text := string(page)
	for _, begin := range []string{`<link rel="stylesheet" href="/.pandect/preview.css">`, `<script src="/.pandect/preview.js" data-key="`} {
		if strings.Count(text, begin) != 1 {
			t.Errorf("%s: %q is there %d times", name, begin, strings.Count(text, begin))
			return page
		}
		before, rest, _ := strings.Cut(text, begin)
		_, after, _ := strings.Cut(rest, "\n")
		text = before + after
	}
	if !strings.Contains(strings.ToLower(text), "</head>") {
		text = strings.TrimSuffix(text, "\n") // what a page without a head gets stands in lines of its own at the end
	}
	return []byte(text)
}

func TestNothingButOutputsIsServed(t *testing.T) {
	s := newServer(t, Options{})
	s.Publish(newBuilder(t).load(small))
	for _, address := range []string{
		"/config.toml", "/content/_index.md", "/themes/counsel/theme.toml", "/.pandect-manifest.json", "/.pandect-lock",
		"/.git/config", "/.pandect/", "/.pandect/desk.html", "/.pandect", "/..", "/../config.toml", "/ethics/../index.html",
		"/%2e%2e/config.toml", "/ethics/%2E%2e/index.html", "/./index.html", "/ethics%2fprivilege.html", "/ethics%2Fprivilege.html",
		"/index%2ehtml", "/ethics\\privilege.html", "/ethics%5cprivilege.html", "/index.html%00", "/%00", "//index.html",
		"//example.org/", "/ethics//privilege.html", "/index.html/", "/INDEX.HTML", "/%252e%252e/", "/ethics/privilege.md/../../x",
	} {
		r := httptest.NewRequest("GET", "/", nil)
		u, err := url.ParseRequestURI(address)
		if err != nil {
			t.Fatal(err)
		}
		r.URL, r.Host = u, "localhost"
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, r)
		if w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "There is no page at this address") {
			t.Errorf("%s: %d\n%.200s", address, w.Code, w.Body)
		}
	}
}

func TestTheClientIsSmall(t *testing.T) {
	if most := 6 << 10; len(script) >= most {
		t.Errorf("preview.js has %d bytes", len(script))
	}
}

func TestHosts(t *testing.T) {
	for host, ok := range map[string]bool{
		"localhost": true, "localhost:1313": true, "LocalHost:80": true, "127.0.0.1": true, "127.0.0.1:1313": true,
		"127.255.3.4:1": true, "[::1]": true, "[::1]:1313": true, "desk.example": true, "Desk.Example:8080": true,

		"": false, "example.org": false, "localhost.example.org": false, "127.0.0.1.example.org": false, "localhost.": false,
		"x.localhost": false, "128.0.0.1": false, "0.0.0.0": false, "192.168.0.1:1313": false, "[::]": false, "[::2]:80": false,
		"::1": false, "[::1": false, "::1]": false, "[localhost]": false, "[::1]evil": false, "[::1%25lo]": false, "localhost:": false,
		"localhost:x": false, "localhost:80:80": false, "localhost@example.org": false, "127.1": false, "0x7f.0.0.1": false,
		"127.0.0.1 ": false, "desk.example.org": false, "not.desk.example": false,
	} {
		if isOwnName(host, "desk.example") != ok {
			t.Errorf("%q: answered: %v, want %v", host, !ok, ok)
		}
		s := newServer(t, Options{Host: "desk.example"})
		w := httptest.NewRecorder()
		r := httptest.NewRequest("GET", "/", nil)
		r.Host = host
		s.Handler().ServeHTTP(w, r)
		if refused := w.Code == http.StatusForbidden; refused == ok {
			t.Errorf("%q: code %d", host, w.Code)
		}
	}
	if isOwnName("example.org", "") || !isOwnName("[fd00::1]:80", "fd00::1") || !isOwnName("[fd00::1]", "[fd00::1]") {
		t.Error("the further host is not read as it should be")
	}
}

// TestTheAddressOfArrivalIsOurs connects to an address of this machine that no option names.
func TestTheAddressOfArrivalIsOurs(t *testing.T) {
	s := newServer(t, Options{})
	for host, ok := range map[string]bool{
		"192.0.2.7": true, "192.0.2.7:8080": true, "192.0.2.8:8080": false, "example.org": false, "[2001:db8::7]:80": false,
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r = r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, net.Addr(&net.TCPAddr{IP: net.ParseIP("192.0.2.7"), Port: 8080})))
		r.Host = host
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, r)
		if answered := w.Code != http.StatusForbidden; answered != ok {
			t.Errorf("%q: code %d", host, w.Code)
		}
	}
}

// TestButtonsFollowTheEditor has an editor that comes and goes.
func TestButtonsFollowTheEditor(t *testing.T) {
	var editor atomic.Bool
	s := newServer(t, Options{Open: func(string, int) error { return nil }, CanOpen: editor.Load})
	e := newBuilder(t).load(small.with("content/_index.md", "---\nreviewed: 01/02/2026\n---\n"))
	ask := func() int {
		r := httptest.NewRequest("POST", openURL, strings.NewReader("file=content/_index.md&line=2&token="+s.token))
		r.Host, r.RemoteAddr = "localhost", "127.0.0.1:50000"
		r.Header.Set("Origin", "http://localhost")
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, r)
		return w.Code
	}
	tags := map[string]bool{}
	for _, there := range []bool{false, true, false} {
		editor.Store(there)
		s.Publish(e)
		for _, address := range []string{"/", problemsURL} {
			if has := strings.Contains(get(s, address).Body.String(), ">Open</button>"); has != there {
				t.Errorf("%s: a button: %v, an editor: %v", address, has, there)
			}
		}
		if code := ask(); (code == http.StatusNoContent) != there {
			t.Errorf("opening a file: %d, an editor: %v", code, there)
		}
		tags[keyOf(t, s, "/")+keyOf(t, s, problemsURL)] = true
	}
	if len(tags) != 2 {
		t.Errorf("pages with and without buttons have %d keys", len(tags))
	}
}

func TestChoose(t *testing.T) {
	b := newBuilder(t)
	good, next := b.load(small), b.load(small.with("content/new.md", "# New\n"))
	about := func(severity diag.Severity, concern diag.Concern) []diag.Diagnostic {
		return []diag.Diagnostic{{Severity: severity, Concerns: concern}}
	}
	for _, c := range []struct {
		name       string
		next, good *build.Edition
		found      []diag.Diagnostic
		shown      *build.Edition
		kept       bool
	}{
		{"no problems", next, good, nil, next, false},
		{"an error in content", next, good, about(diag.Error, diag.ConcernFile), next, false},
		{"a warning in the configuration", next, good, about(diag.Warning, diag.ConcernConfiguration), next, false},
		{"an error in the configuration", next, good, about(diag.Error, diag.ConcernConfiguration), good, true},
		{"an error in the theme", next, good, about(diag.Error, diag.ConcernTheme), good, true},
		{"nothing better", next, nil, about(diag.Error, diag.ConcernConfiguration), next, false},
		{"no edition", nil, good, about(diag.Error, diag.ConcernFile), good, false},
		{"nothing at all", nil, nil, nil, nil, false},
	} {
		if shown, kept := chooseEdition(c.next, c.good, c.found); shown != c.shown || kept != c.kept {
			t.Errorf("%s: shown good: %v, next: %v, kept: %v", c.name, shown == good, shown == next, kept)
		}
	}
}
