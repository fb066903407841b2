package main

import (
	"context"
	"errors"
	"log"
	"net"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"pandect/internal/build"
	"pandect/internal/diag"
	"pandect/internal/disk"
	"pandect/internal/serve"
)

// serveFlags are the flags of serve.
type serveFlags struct {
	siteFlags
	address address
	editor  string
	open    bool
	poll    bool
}

func newServe(p *program) *cobra.Command {
	flags := serveFlags{address: address{host: "127.0.0.1", port: "8080"}}
	flags.format = newChoice("text") // a preview goes on, so that it has no report in another format
	cmd := &cobra.Command{
		Use:     "serve",
		GroupID: groupWrite,
		Short:   "Show the site while it is being written",
		Long: `Show the site in a browser while it is being written: every page, every problem,
and every change as soon as a file is saved. Nothing is written to disk.

The preview stands at http://127.0.0.1:8080/ and is only there on this machine.
It goes on until Ctrl-C ends it, whatever happens to the files meanwhile; then
the exit code is 0.`,
		Example: `  pandect serve
  pandect serve --open --drafts
  pandect serve --addr 127.0.0.1:0
  pandect serve --editor code
  pandect serve --source handbook --poll`,
		Args:              noArgs,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			return runUntilDone(ctx, shutdownTimeout, func() error { return p.serve(ctx, &flags) })
		},
	}
	addSource(cmd, &flags.source)
	cmd.Flags().Var(&flags.address, "addr", "where the preview stands; port 0 takes one that is free")
	cmd.Flags().BoolVar(&flags.open, "open", false, "open the preview in the browser")
	cmd.Flags().StringVar(&flags.editor, "editor", "", "open files with this `COMMAND`, or with an editor that is known by its name: code")
	addPoll(cmd, &flags.poll)
	flags.addPages(cmd)
	flags.addWork(cmd)
	flags.addTalk(cmd)
	return cmd
}

// preview gives the result of each round of a loop to the server of the preview, and reports it in the terminal.
type preview struct {
	loop     *loop
	server   *serve.Server
	editor   *editor
	reporter *reporter
	url      string
	shown    *build.Edition // the last one without errors, which readers of the preview see; nil before the first
	ready    func()         // called after the first round; may be nil
}

// serve serves a site until ctx ends.
func (p *program) serve(ctx context.Context, flags *serveFlags) error {
	if err := requireSite(flags.source); err != nil {
		return err
	}
	own, err := ownEditor(flags.editor)
	if err != nil {
		return err
	}
	listener, err := listen(ctx, flags.address)
	if err != nil {
		return err
	}
	defer listener.Close()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	output := defaultOutput(flags.source)
	s, err := p.newSession(&flags.siteFlags, output, false)
	if err != nil {
		return err
	}
	s.preview = true
	v := &preview{loop: newLoop(p, s, output, flags.poll), reporter: newReporter(p, &flags.siteFlags), url: flags.address.url(listener.Addr())}
	launcher := &launcher{report: func(what string) { v.loop.post(ctx, func() { v.reporter.warn("%s", what) }) }}
	v.editor = &editor{root: flags.source, own: own, launch: launcher.start}
	v.loop.onRound, v.loop.onMode = v.show, v.reporter.mode
	if flags.open {
		v.ready = func() { v.openBrowser(launcher) }
	}
	v.server = serve.New(serve.Options{
		Host: flags.address.name(), Open: v.editor.open, CanOpen: v.editor.isSet, Idle: func() bool { return !v.loop.busy.Load() },
		Checked: func() { v.loop.post(ctx, v.checked) },
	})
	h := &http.Server{
		Handler: v.server.Handler(), ErrorLog: log.New(p.stderr, "pandect serve: ", 0), MaxHeaderBytes: 64 << 10,
		ReadHeaderTimeout: 5 * time.Second, IdleTimeout: 2 * time.Minute, // no WriteTimeout, because streams last as long as a page is open
	}
	served := make(chan error, 1)
	go func() {
		err := h.Serve(listener)
		cancel(err)
		served <- err
	}()
	v.warnOfOthers(listener.Addr())
	err = v.loop.run(ctx)
	ended := context.Cause(ctx)
	cancel(nil) // releases goroutines that are blocked in post
	h.Close()   // first, because it ends streams that are blocked in a write
	v.server.Close()
	<-served
	if err == nil && ended != nil && !errors.Is(ended, context.Canceled) {
		err = workError("Start it again.", "The preview had to end (%v).", ended)
	}
	if err == nil {
		v.reporter.lastLine("The preview has ended.")
	}
	return err
}

// openBrowser shows the preview in a browser.
func (v *preview) openBrowser(l *launcher) {
	if err := l.start(browser(v.url)); err != nil {
		v.reporter.warn("No browser could be opened (%v): type %s into one.", err, v.url)
	}
}

// warnOfOthers warns when other machines can reach the address.
func (v *preview) warnOfOthers(at net.Addr) {
	if tcp, ok := at.(*net.TCPAddr); ok && !tcp.IP.IsLoopback() {
		v.reporter.warn("Everybody who can reach this machine over the network can read the preview, drafts and all. Leave out --addr to keep it to yourself.")
	}
}

// show publishes a round to the server, and then reports it, so that pages do not wait for the terminal.
func (v *preview) show(_ context.Context, r *round) error {
	v.editor.update(r.tree)
	result := v.server.Publish(r.edition, r.problems...)
	took := time.Since(r.began)
	v.loop.end()

	before := v.shown
	if r.edition != nil && !result.Stale {
		v.shown = r.edition
	}
	if r.before == nil {
		return v.showFirst(result.Problems, took)
	}
	effect := compareEditions(before, v.shown).String()
	switch {
	case result.Stale:
		effect = "the pages stay as they were before the error"
	case r.edition == nil:
		effect = "the pages stay as they were"
	}
	v.reporter.line("%s: %s; %s; %s.", r.cause(), effect, counted(result.Problems), inSeconds(took.Seconds()))
	if err := v.reporter.problems(result.Problems); err != nil {
		return err
	}
	v.reporter.details(v.loop.session)
	return nil
}

// showFirst reports the first round: the problems, and then the address of the preview, so that it stands last.
func (v *preview) showFirst(found []diag.Diagnostic, took time.Duration) error {
	if err := v.reporter.problems(found); err != nil {
		return err
	}
	v.reporter.details(v.loop.session)
	pages := "without pages"
	if v.shown != nil {
		pages = "of " + countPages(v.shown.Pages(), v.shown.Hidden())
	}
	v.reporter.plain("Preview %s at %s (Ctrl-C ends it); %s; %s.", pages, v.url, counted(found), inSeconds(took.Seconds()))
	if v.ready != nil {
		v.ready()
	}
	return nil
}

// checked reports the problems that rendering all pages brought up.
func (v *preview) checked() {
	found := v.server.Problems()
	if !v.reporter.hasNews(found) {
		return
	}
	v.reporter.line("every page was looked through: %s.", counted(found))
	v.reporter.problems(found) // an error cannot be reported where reporting fails
}

// address is a flag with a host, which may be empty, and a port.
type address struct{ host, port string }

func (a *address) String() string { return net.JoinHostPort(a.host, a.port) }
func (a *address) Type() string   { return "HOST:PORT" }
func (a *address) Set(s string) error {
	host, port, err := net.SplitHostPort(s)
	if err != nil {
		return errors.New("write a host and a port, such as 127.0.0.1:8080")
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return errors.New("write the port as a number up to 65535, such as 127.0.0.1:8080")
	}
	a.host, a.port = host, port
	return nil
}

// isUnspecified reports whether the address means all addresses of this machine.
func (a *address) isUnspecified() bool {
	ip := net.ParseIP(a.host)
	return a.host == "" || ip != nil && ip.IsUnspecified()
}

// name returns the host that other machines use for the preview.
func (a *address) name() string {
	if !a.isUnspecified() {
		return a.host
	}
	name, _ := os.Hostname() // if it fails, addresses still work
	return name
}

// url returns the URL of the preview on this machine. listening is the address of the listener, which knows the port when 0 was given.
func (a *address) url(listening net.Addr) string {
	host, port := a.host, a.port
	if tcp, ok := listening.(*net.TCPAddr); ok {
		port = strconv.Itoa(tcp.Port)
	}
	if a.isUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port) + "/"
}

// listen opens the listener of the preview. Its errors say which port is free.
func listen(ctx context.Context, a address) (net.Listener, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", a.String())
	if err == nil {
		return listener, nil
	}
	another := func(port string) string {
		return "Try: pandect serve --addr " + net.JoinHostPort(a.host, port)
	}
	switch {
	case isErrno(err, syscall.EADDRINUSE, 10048):
		return nil, workError("If it is an older preview, end that with Ctrl-C. Otherwise take another port. "+another(freePort(ctx, a)),
			"Port %s is taken by another program.", a.port)
	case isErrno(err, syscall.EACCES, 10013):
		return nil, workError("Take one from 1024 upwards. "+another("8080"), "Port %s may not be used by you.", a.port)
	case isErrno(err, syscall.EADDRNOTAVAIL, 10049):
		return nil, usageError("Leave out --addr, or write an address of this machine.", "This machine does not have the address %s.", a.host)
	}
	return nil, usageError("Leave out --addr, or write an address of this machine.", "The preview cannot stand at %s (%v).", a.String(), disk.Reason(err))
}

// isErrno reports whether err is a system error with a number. Windows has its own numbers (Winsock), which package syscall does
// not name on other systems.
func isErrno(err error, number, onWindows syscall.Errno) bool {
	return errors.Is(err, number) || runtime.GOOS == "windows" && errors.Is(err, onWindows)
}

// freePort returns the next free port, or "0", which means any, when there is none among the next twenty.
func freePort(ctx context.Context, a address) string {
	taken, _ := strconv.Atoi(a.port)
	for port := taken + 1; port <= min(taken+20, 1<<16-1); port++ {
		var config net.ListenConfig
		if listener, err := config.Listen(ctx, "tcp", net.JoinHostPort(a.host, strconv.Itoa(port))); err == nil {
			listener.Close()
			return strconv.Itoa(port)
		}
	}
	return "0"
}
