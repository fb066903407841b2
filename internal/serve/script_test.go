package serve

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestScripts plays the request scripts in testdata. A script is a txtar archive: the file "requests" beside the files
// of a site. A request is a line with method and address, lines beginning with ">" that add a header, the body of a
// form or the address that it comes from, and checks:
//
//	GET /ethics/
//	> Host: localhost:1313
//	> from 192.0.2.1:80
//	code == 200
//	header Content-Type == text/html; charset=utf-8
//	header Content-Type contains html
//	body contains <h1>
//	body !contains secret
//	body matches (?s)first.*second
//
// Apart from requests there are: "publish", which publishes the site; "publish NAME", which does so after the files
// below NAME/ have taken the place of those of the site, where an empty file removes one; "opened FILE:LINE", which
// checks what the editor was asked for last; and "keep NAME", which stores the ETag of the last answer as $NAME.
func TestScripts(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("there are no scripts")
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			play(t, archive)
		})
	}
}

type player struct {
	t       *testing.T
	builder builder
	server  *Server
	site    input
	edits   map[string]input
	kept    map[string]string
	answer  *httptest.ResponseRecorder

	mu     sync.Mutex
	opened string
}

func play(t *testing.T, archive *txtar.Archive) {
	p := &player{t: t, builder: newBuilder(t), site: input{}, edits: map[string]input{}, kept: map[string]string{}}
	options := Options{Host: "desk.example", Open: p.open}
	if strings.Contains(string(archive.Comment), "[no editor]") {
		options.Open = nil
	}
	p.server = newServer(t, options)
	p.kept["TOKEN"] = p.server.token
	requests := ""
	for _, f := range archive.Files {
		first, rest, _ := strings.Cut(f.Name, "/")
		switch {
		case f.Name == "requests":
			requests = string(f.Data)
		case first == "content" || first == "themes" || f.Name == "config.toml":
			p.site[f.Name] = string(f.Data)
		default:
			if p.edits[first] == nil {
				p.edits[first] = input{}
			}
			p.edits[first][rest] = string(f.Data)
		}
	}
	lines := strings.Split(requests, "\n")
	checks := 0
	for i := 0; i < len(lines); i++ {
		line := os.Expand(strings.TrimSpace(lines[i]), func(name string) string { return p.kept[name] })
		at := fmt.Sprintf("requests:%d: %s", i+1, line)
		verb, rest, _ := strings.Cut(line, " ")
		switch verb {
		case "", "#":
		case "publish":
			p.publish(rest)
		case "keep":
			p.kept[rest] = p.answer.Header().Get("ETag")
		case "code", "header", "body", "opened":
			checks++
			p.check(at, verb, rest)
		default:
			var extra []string
			for i+1 < len(lines) && strings.HasPrefix(lines[i+1], ">") {
				i++
				extra = append(extra, os.Expand(strings.TrimSpace(lines[i][1:]), func(name string) string { return p.kept[name] }))
			}
			p.request(verb, rest, extra)
		}
	}
	if checks == 0 {
		t.Error("the script checks nothing")
	}
}

func (p *player) open(file string, line int) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.opened = fmt.Sprintf("%s:%d", file, line)
	if line == 999 {
		return errors.New("there is no such program")
	}
	return nil
}

func (p *player) publish(name string) {
	if name != "" && p.edits[name] == nil {
		p.t.Fatalf("there is no edit %q", name)
	}
	for file, text := range p.edits[name] {
		if text == "" {
			p.site = p.site.with(file)
		} else {
			p.site = p.site.with(file, text)
		}
	}
	p.server.Publish(p.builder.load(p.site))
}

func (p *player) request(method, address string, extra []string) {
	body := ""
	header := http.Header{}
	host, peer := "localhost:1313", "127.0.0.1:50000"
	for _, line := range extra {
		key, value, _ := strings.Cut(line, " ")
		switch key {
		case "body":
			body = value
			header.Set("Content-Type", "application/x-www-form-urlencoded")
		case "Host:":
			host = value
		case "from":
			peer = value
		default:
			header.Add(strings.TrimSuffix(key, ":"), value)
		}
	}
	r := httptest.NewRequest(method, address, strings.NewReader(body))
	r.Header, r.Host, r.RemoteAddr = header, host, peer
	p.answer = httptest.NewRecorder()
	p.server.Handler().ServeHTTP(p.answer, r)
}

// check looks at the last answer.
func (p *player) check(at, verb, rest string) {
	p.t.Helper()
	got := ""
	switch verb {
	case "code":
		got = fmt.Sprint(p.answer.Code)
	case "header":
		var name string
		name, rest, _ = strings.Cut(rest, " ")
		got = p.answer.Header().Get(name)
	case "body":
		got = p.answer.Body.String()
	case "opened":
		p.mu.Lock()
		defer p.mu.Unlock()
		got, rest = p.opened, "== "+rest
	}
	how, want, _ := strings.Cut(rest, " ")
	ok := false
	switch how {
	case "==":
		ok = got == want
	case "!=":
		ok = got != want
	case "contains":
		ok = strings.Contains(got, want)
	case "!contains":
		ok = !strings.Contains(got, want)
	case "matches":
		ok = regexp.MustCompile(want).MatchString(got)
	default:
		p.t.Fatalf("%s: %q is no check", at, how)
	}
	if !ok {
		p.t.Errorf("%s\ngot:\n%s", at, got)
	}
}
