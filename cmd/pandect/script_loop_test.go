package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// The commands below are for programs that go on until they are stopped. All of them wait for what they expect, for as
// long as a busy machine may need; none waits for a time to pass.

const enough = 30 * time.Second

// running is the key of the programs that were started, by name.
type running struct{}

type process struct {
	cmd  *exec.Cmd
	out  string // file with its standard output; standard error is beside it
	done chan error
}

func started(ts *testscript.TestScript, name string) *process {
	p := ts.Value(running{}).(map[string]*process)[name]
	if p == nil {
		ts.Fatalf("nothing of the name %s was started", name)
	}
	return p
}

// scriptStart is: start NAME COMMAND ARGS... It starts a program whose output goes to NAME.out and NAME.err.
func scriptStart(ts *testscript.TestScript, _ bool, args []string) {
	path := ""
	for dir := range strings.SplitSeq(ts.Getenv("PATH"), string(filepath.ListSeparator)) {
		if found, err := exec.LookPath(filepath.Join(dir, args[1])); err == nil {
			path = found
			break
		}
	}
	p := &process{cmd: exec.Command(path, args[2:]...), out: ts.MkAbs(args[0] + ".out"), done: make(chan error, 1)}
	p.cmd.Dir = ts.MkAbs(".")
	p.cmd.Env = append(os.Environ(), "WORK="+ts.Getenv("WORK"))
	for _, name := range []string{"HOME", "PATH", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "PANDECT_EDITOR", "LocalAppData", "SOURCE_DATE_EPOCH"} {
		p.cmd.Env = append(p.cmd.Env, name+"="+ts.Getenv(name))
	}
	stdout, err := os.Create(p.out)
	ts.Check(err)
	stderr, err := os.Create(ts.MkAbs(args[0] + ".err"))
	ts.Check(err)
	p.cmd.Stdout, p.cmd.Stderr = stdout, stderr
	ts.Check(p.cmd.Start())
	stdout.Close()
	stderr.Close()
	go func() { p.done <- p.cmd.Wait() }()
	ts.Defer(func() {
		p.cmd.Process.Kill()
		<-p.done
		if text, err := os.ReadFile(p.out); err == nil {
			ts.Logf("[%s wrote]\n%s", args[0], text)
		}
	})
	ts.Value(running{}).(map[string]*process)[args[0]] = p
}

// scriptInterrupt is: interrupt NAME CODE. It interrupts a program and fails unless it ends with that exit code.
func scriptInterrupt(ts *testscript.TestScript, _ bool, args []string) {
	p := started(ts, args[0])
	ts.Check(p.cmd.Process.Signal(os.Interrupt))
	select {
	case err := <-p.done:
		p.done <- err
	case <-time.After(enough):
		ts.Fatalf("%s did not end", args[0])
	}
	if got := strconv.Itoa(p.cmd.ProcessState.ExitCode()); got != args[1] {
		ts.Fatalf("exit code %s, want %s", got, args[1])
	}
}

// poll asks again and again until the text matches, or the negation of that is true.
func poll(ts *testscript.TestScript, negated bool, pattern string, ask func() string) {
	expression, err := regexp.Compile("(?m)" + pattern)
	ts.Check(err)
	last := ""
	for deadline := time.Now().Add(enough); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if last = ask(); expression.MatchString(last) != negated {
			return
		}
	}
	ts.Fatalf("it did not come to match %q (negated: %v); at last it was\n%s", pattern, negated, last)
}

// scriptAwait is: await FILE PATTERN. It waits until a file matches a regular expression; with "!", until it does not.
// A file that is not there is empty.
func scriptAwait(ts *testscript.TestScript, negated bool, args []string) {
	name := ts.MkAbs(args[0])
	poll(ts, negated, args[1], func() string {
		data, _ := os.ReadFile(name)
		return string(data)
	})
}

var printedAddress = regexp.MustCompile(`at (http://\S+)/ `)

// base waits until a preview has printed its address.
func base(ts *testscript.TestScript, name string) string {
	file, address := started(ts, name).out, ""
	poll(ts, false, printedAddress.String(), func() string {
		data, _ := os.ReadFile(file)
		if m := printedAddress.FindSubmatch(data); m != nil {
			address = string(m[1])
		}
		return string(data)
	})
	return address
}

// scriptFetch is: fetch NAME ADDRESS PATTERN [HOST] [FORM]. It asks the preview NAME for an address, with FORM by a
// form with the token of the buttons, until the status and the body match.
func scriptFetch(ts *testscript.TestScript, negated bool, args []string) {
	address := base(ts, args[0])
	poll(ts, negated, args[2], func() string {
		method, form := "GET", ""
		if len(args) > 4 {
			method, form = "POST", args[4]+"&token="+buttonToken(address)
		}
		r, err := http.NewRequest(method, address+args[1], strings.NewReader(form))
		ts.Check(err)
		if len(args) > 3 && args[3] != "" {
			r.Host = args[3]
		}
		r.Header.Set("Origin", address)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			return err.Error()
		}
		defer answer.Body.Close()
		body, _ := io.ReadAll(answer.Body)
		return answer.Status + "\n" + string(body)
	})
}

var printedToken = regexp.MustCompile(`name="token" value="([^"]+)"`)

// buttonToken returns the token of the buttons in the list of problems of a preview, or "" when it has none.
func buttonToken(address string) string {
	answer, err := http.Get(address + "/.pandect/problems")
	if err != nil {
		return ""
	}
	defer answer.Body.Close()
	body, _ := io.ReadAll(answer.Body)
	if m := printedToken.FindSubmatch(body); m != nil {
		return string(m[1])
	}
	return ""
}

// scriptListen is: listen NAME PAGE FILE. It opens the stream of a page of the preview NAME and writes it to a file for
// as long as it lasts.
func scriptListen(ts *testscript.TestScript, _ bool, args []string) {
	ctx, cancel := context.WithCancel(context.Background())
	ts.Defer(cancel)
	r, err := http.NewRequestWithContext(ctx, "GET", base(ts, args[0])+"/.pandect/events?page="+args[1], nil)
	ts.Check(err)
	answer, err := http.DefaultClient.Do(r)
	ts.Check(err)
	file, err := os.Create(ts.MkAbs(args[2]))
	ts.Check(err)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		io.Copy(file, answer.Body)
		answer.Body.Close()
		file.WriteString("the stream has ended\n")
		file.Close()
	}()
	ts.Defer(func() { cancel(); <-ended })
}

// scriptOccupy is: occupy NAME. It takes a port and sets the environment variable NAME to its number.
func scriptOccupy(ts *testscript.TestScript, _ bool, args []string) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { listener.Close() })
	ts.Setenv(args[0], strconv.Itoa(listener.Addr().(*net.TCPAddr).Port))
}

// scriptSchedule is: schedule FILE SECONDS TEXT, where $AT in TEXT becomes the instant so many seconds ahead.
func scriptSchedule(ts *testscript.TestScript, _ bool, args []string) {
	seconds, err := strconv.Atoi(args[1])
	ts.Check(err)
	at := time.Now().Add(time.Duration(seconds) * time.Second).UTC().Format(time.RFC3339Nano)
	text := strings.ReplaceAll(unescape(ts, args[2]), "$AT", at)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o666))
}
