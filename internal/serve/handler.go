package serve

import (
	"bytes"
	"crypto/subtle"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"pandect/internal/diag"
	"pandect/internal/memo"
)

// The addresses that the server adds to those of the site, all of them below prefix.
const (
	prefix      = "/.pandect/"
	scriptURL   = prefix + "preview.js"
	styleURL    = prefix + "preview.css"
	eventsURL   = prefix + "events"
	problemsURL = prefix + "problems"
	openURL     = prefix + "open"
)

// policy is the security policy of every answer: that of the recipes for hosts, and what only a server can say. Streams of events
// need connect-src, and pages at deep addresses that do not exist a base.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'self'; frame-ancestors 'none'"

const htmlType = "text/html; charset=utf-8"

// handle answers one request.
func (s *Server) handle(w http.ResponseWriter, r *http.Request) {
	head := w.Header()
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Cache-Control", "no-cache")
	head.Set("Content-Security-Policy", policy)
	head.Set("X-Frame-Options", "DENY")                     // for browsers that do not know frame-ancestors
	head.Set("Cross-Origin-Resource-Policy", "same-origin") // other sites must not load a draft, as a script or otherwise
	if !isOwnName(r.Host, s.options.Host) && !namesLocalAddress(r) {
		http.Error(w, "This preview answers only to the names of this machine, such as localhost. Use the address that it printed at its start.", http.StatusForbidden)
		return
	}
	allowed := []string{http.MethodGet, http.MethodHead}
	switch r.URL.Path {
	case openURL:
		allowed = []string{http.MethodPost}
	case eventsURL:
		allowed = allowed[:1]
	}
	if !slices.Contains(allowed, r.Method) {
		head.Set("Allow", strings.Join(allowed, ", "))
		http.Error(w, "This address does not take such a request.", http.StatusMethodNotAllowed)
		return
	}
	switch r.URL.Path {
	case scriptURL:
		serveFile(w, r, "text/javascript; charset=utf-8", script)
	case styleURL:
		serveFile(w, r, "text/css; charset=utf-8", style)
	case eventsURL:
		s.serveEvents(w, r)
	case problemsURL:
		s.serveProblems(w, r)
	case openURL:
		s.openFile(w, r)
	default:
		s.servePage(w, r)
	}
}

// serveFile answers with a file that is part of the server.
func serveFile(w http.ResponseWriter, r *http.Request, mediaType string, data []byte) {
	serveContent(w, r, mediaType, memo.Of(data), data)
}

// serveContent answers with data, whose ETag is made from sum. It handles conditional and range requests.
func serveContent(w http.ResponseWriter, r *http.Request, mediaType string, sum memo.Sum, data []byte) {
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("ETag", `"`+sum.Short(32)+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

// writeHTML answers with a page that has no ETag.
func writeHTML(w http.ResponseWriter, r *http.Request, status int, data []byte) {
	w.Header().Set("Content-Type", htmlType)
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(data) // fails only when the client has gone
	}
}

// servePage answers with an output of the current edition.
func (s *Server) servePage(w http.ResponseWriter, r *http.Request) {
	st := s.now.Load()
	if st == nil || st.pages == nil {
		serveUnavailable(w, r, st)
		return
	}
	name, ok := outputPath(r.URL)
	if !ok {
		serveNotFound(w, r, st)
		return
	}
	o, ok := st.pages.Find(name)
	if !ok {
		if _, ok := st.pages.Find(path.Join(name, "index.html")); ok { // as every host does
			to := url.URL{Path: "/" + name + "/", RawQuery: r.URL.RawQuery}
			http.Redirect(w, r, to.String(), http.StatusFound)
			return
		}
		serveNotFound(w, r, st)
		return
	}
	data, found, err := o.Open(r.Context())
	if err != nil {
		http.Error(w, "The file cannot be read: "+err.Error()+".", http.StatusInternalServerError)
		return
	}
	sum := st.served(o)
	switch failed, _ := diag.Count(found); {
	case failed > 0 || isHTML(o) && len(data) == 0:
		found = diag.Dedup(slices.Concat(found, errorsOf(st.problems)))
		v := st.view("This page cannot be shown", "It appears as soon as the errors are mended.", found)
		v.Key = st.versionKey(name)
		serveView(w, r, http.StatusInternalServerError, v)
	case isHTML(o):
		serveContent(w, r, o.MediaType, sum, inject(data, st.versionKey(name), st.panels[name], false))
	default:
		serveContent(w, r, o.MediaType, sum, data)
	}
}

// serveUnavailable answers while there is no edition.
func serveUnavailable(w http.ResponseWriter, r *http.Request, st *state) {
	w.Header().Set("Retry-After", "1")
	v := view{Title: "The site is being built", Text: "This page appears as soon as that is done.", Key: building}
	if st != nil {
		v = st.view("The site cannot be built", "This page appears as soon as the errors are mended.", st.problems)
		v.Key = st.versionKey(r.URL.Path)
	}
	serveView(w, r, http.StatusServiceUnavailable, v)
}

// serveNotFound answers with the site's own page for addresses that do not exist.
func serveNotFound(w http.ResponseWriter, r *http.Request, st *state) {
	if o, ok := st.pages.Find("404.html"); ok {
		if data, _, err := o.Open(r.Context()); err == nil && len(data) > 0 {
			deep := strings.Count(r.URL.Path, "/") > 1
			writeHTML(w, r, http.StatusNotFound, inject(data, "", nil, deep))
			return
		}
	}
	serveView(w, r, http.StatusNotFound, view{Title: "Page not found", Text: "There is no page at this address."})
}

// inject adds to a page what the preview needs, each in a line of its own:
//
//   - before </head>, its style sheet, and its script with the key of the page as it is served now;
//   - after <body>, the errors of the page's file, if there are any;
//   - after <head>, where links start, when a page of the root is shown at a deeper address.
//
// In a page without these tags, all of it goes to the end.
func inject(page []byte, key string, panel []byte, deep bool) []byte {
	links := fmt.Appendf(nil, "<link rel=\"stylesheet\" href=\"%s\">\n<script src=\"%s\" data-key=\"%s\" defer></script>\n",
		styleURL, scriptURL, html.EscapeString(key))
	var base []byte
	if deep {
		base = []byte("\n<base href=\"/\">")
	}
	lower := asciiLower(page)
	headEnd := bytes.Index(lower, []byte("</head>"))
	if headEnd < 0 {
		return bytes.Join([][]byte{page, []byte("\n"), links, panel}, nil)
	}
	headStart := max(tagEnd(lower, "<head", 0), 0)
	if headStart > headEnd {
		headStart = headEnd
	}
	body := tagEnd(lower, "<body", headEnd)
	if body < 0 {
		body = len(page)
	}
	return bytes.Join([][]byte{page[:headStart], base, page[headStart:headEnd], links, page[headEnd:body], panel, page[body:]}, nil)
}

// tagEnd returns the offset after the first tag that begins with name at or after from, or -1.
func tagEnd(lower []byte, name string, from int) int {
	start := bytes.Index(lower[from:], []byte(name))
	if start < 0 {
		return -1
	}
	quote := byte(0)
	for i := from + start; i < len(lower); i++ {
		switch c := lower[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i + 1
		}
	}
	return -1
}

// asciiLower lowers ASCII letters only, so that offsets stay the same.
func asciiLower(data []byte) []byte {
	lower := bytes.Clone(data)
	for i, c := range lower {
		if 'A' <= c && c <= 'Z' {
			lower[i] = c + 'a' - 'A'
		}
	}
	return lower
}

// openFile opens a file in the editor when a person asks for it on a page of this server.
func (s *Server) openFile(w http.ResponseWriter, r *http.Request) {
	if !isSameOrigin(r) || !isByHand(r) {
		http.Error(w, "Only the buttons on pages of this preview open files.", http.StatusForbidden)
		return
	}
	if !isLocalClient(r) {
		http.Error(w, "Only a browser on the machine with the site may open files.", http.StatusForbidden)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, 8<<10)
	defer io.Copy(io.Discard, r.Body)
	file := r.PostFormValue("file")
	line, err := strconv.Atoi(r.PostFormValue("line"))
	if err != nil || line < 0 {
		http.Error(w, "The line must be a number.", http.StatusBadRequest)
		return
	}
	st := s.now.Load()
	if st == nil || st.token == "" {
		http.Error(w, "No editor is set.", http.StatusNotFound)
		return
	}
	if subtle.ConstantTimeCompare([]byte(r.PostFormValue("token")), []byte(st.token)) == 0 {
		http.Error(w, "Only the buttons on pages of this preview open files. Load the page again if it is from before the preview was started.", http.StatusForbidden)
		return
	}
	if !st.openable[file] || file == "" {
		http.Error(w, "Only files with problems can be opened from here.", http.StatusNotFound)
		return
	}
	if err := s.options.Open(file, line); err != nil {
		serveView(w, r, http.StatusInternalServerError, view{Title: "The file could not be opened", Text: "The editor could not be started: " + err.Error() + ".", All: true})
		return
	}
	w.WriteHeader(http.StatusNoContent) // the browser stays where it is
}
