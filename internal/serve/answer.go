package serve

import (
	"bytes"
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

// The addresses of the server's own, all of them below own.
const (
	own         = "/.pandect/"
	scriptURL   = own + "preview.js"
	styleURL    = own + "preview.css"
	eventsURL   = own + "events"
	problemsURL = own + "problems"
	openURL     = own + "open"
)

const htmlType = "text/html; charset=utf-8"

// serve answers one request.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	head := w.Header()
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Cache-Control", "no-cache")
	head.Set("Cross-Origin-Resource-Policy", "same-origin") // a draft is nobody else's to load, as a script or otherwise
	if !isOurs(r.Host, s.options.Host) && !isArrival(r) {
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
		s.stream(w, r)
	case problemsURL:
		s.problems(w, r)
	case openURL:
		s.open(w, r)
	default:
		s.page(w, r)
	}
}

// serveFile answers with one of the files that the server brings along.
func serveFile(w http.ResponseWriter, r *http.Request, mediaType string, data []byte) {
	serveContent(w, r, mediaType, memo.Of(data), data)
}

// serveContent answers with data, which sum names, or says that the browser has it already. It knows ranges.
func serveContent(w http.ResponseWriter, r *http.Request, mediaType string, sum memo.Sum, data []byte) {
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("ETag", `"`+sum.Short(32)+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

// write answers with data that has no name of its own.
func write(w http.ResponseWriter, r *http.Request, status int, data []byte) {
	w.Header().Set("Content-Type", htmlType)
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(data) // whoever asked may have gone
	}
}

// page answers with an output of the current edition.
func (s *Server) page(w http.ResponseWriter, r *http.Request) {
	st := s.now.Load()
	if st == nil || st.pages == nil {
		showAbsent(w, r, st)
		return
	}
	name, ok := outputPath(r.URL)
	if !ok {
		showMissing(w, r, st)
		return
	}
	o, ok := st.pages.Find(name)
	if !ok {
		if _, ok := st.pages.Find(path.Join(name, "index.html")); ok { // as every host does
			to := url.URL{Path: "/" + name + "/", RawQuery: r.URL.RawQuery}
			http.Redirect(w, r, to.String(), http.StatusFound)
			return
		}
		showMissing(w, r, st)
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
		found = diag.Dedup(slices.Concat(found, errorsOf(st.found)))
		v := st.view("This page cannot be shown", "It appears as soon as the errors are mended.", found, st.buttons)
		v.Key = st.key(name)
		show(w, r, http.StatusInternalServerError, v)
	case isHTML(o):
		serveContent(w, r, o.MediaType, sum, inject(data, st.key(name), st.panels[name], false))
	default:
		serveContent(w, r, o.MediaType, sum, data)
	}
}

// showAbsent answers as long as there is nothing to show.
func showAbsent(w http.ResponseWriter, r *http.Request, st *state) {
	w.Header().Set("Retry-After", "1")
	v := view{Title: "The site is being built", Text: "This page appears as soon as that is done.", Key: building}
	if st != nil {
		v = st.view("The site cannot be built", "This page appears as soon as the errors are mended.", st.found, st.buttons)
		v.Key = st.key(r.URL.Path)
	}
	show(w, r, http.StatusServiceUnavailable, v)
}

// showMissing answers with the site's own page for addresses that do not exist.
func showMissing(w http.ResponseWriter, r *http.Request, st *state) {
	if o, ok := st.pages.Find("404.html"); ok {
		if data, _, err := o.Open(r.Context()); err == nil && len(data) > 0 {
			deep := strings.Count(r.URL.Path, "/") > 1
			write(w, r, http.StatusNotFound, inject(data, "", nil, deep))
			return
		}
	}
	show(w, r, http.StatusNotFound, view{Title: "Page not found", Text: "There is no page at this address."})
}

// inject adds to a page what the preview needs, each in a line of its own:
//
//   - before </head>, its style sheet, and its script with the key of the page as it is served now;
//   - after <body>, the errors of the page's file, if there are any;
//   - after <head>, when a page that lies at the root is shown at a deeper address, where its links start.
//
// A page that leaves these tags out has all of it at its end.
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

// tagEnd returns the offset behind the first tag that begins with name at or after from, or -1.
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

// asciiLower returns data with capital letters of ASCII made small, so that offsets stay what they are.
func asciiLower(data []byte) []byte {
	lower := bytes.Clone(data)
	for i, c := range lower {
		if 'A' <= c && c <= 'Z' {
			lower[i] = c + 'a' - 'A'
		}
	}
	return lower
}

// open opens a file in the editor, at the wish of one of the server's own pages.
func (s *Server) open(w http.ResponseWriter, r *http.Request) {
	if !fromOurs(r) {
		http.Error(w, "Only pages of this preview may open files.", http.StatusForbidden)
		return
	}
	if !fromThisMachine(r) {
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
	if st == nil || !st.buttons {
		http.Error(w, "No editor is set.", http.StatusNotFound)
		return
	}
	if !st.named[file] || file == "" {
		http.Error(w, "Only files with problems can be opened from here.", http.StatusNotFound)
		return
	}
	if err := s.options.Open(file, line); err != nil {
		show(w, r, http.StatusInternalServerError, view{Title: "The file could not be opened", Text: "The editor could not be started: " + err.Error() + ".", Desk: true})
		return
	}
	w.WriteHeader(http.StatusNoContent) // the browser stays where it is
}
