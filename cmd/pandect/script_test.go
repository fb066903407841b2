package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"pandect": main})
}

// TestScripts runs the program as its users do. Each file in testdata is one subject.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			for _, name := range []string{"HOME", "XDG_CACHE_HOME", "LocalAppData"} { // where the build cache lies
				env.Setenv(name, filepath.Join(env.WorkDir, ".home"))
			}
			env.Values[remembered{}] = map[string]map[string]string{}
			env.Values[running{}] = map[string]*process{}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"write":     scriptWrite,
			"repeat":    scriptRepeat,
			"remember":  scriptRemember,
			"unchanged": scriptUnchanged,
			"code":      scriptCode,
			"json":      scriptJSON,
			"touch":     scriptTouch,
			"start":     scriptStart,
			"interrupt": scriptInterrupt,
			"await":     scriptAwait,
			"fetch":     scriptFetch,
			"listen":    scriptListen,
			"occupy":    scriptOccupy,
			"schedule":  scriptSchedule,
		},
		Condition: func(name string) (bool, error) {
			if name == "root" { // who may read and write everything
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("there is no condition %q", name)
		},
	})
}

// remembered is the key of the folders that remember has seen.
type remembered struct{}

// scriptWrite is: write [-utf16le|-utf16be] FILE TEXT, where TEXT has the escapes of a Go string.
func scriptWrite(ts *testscript.TestScript, _ bool, args []string) {
	var order func(b []byte, v uint16) []byte
	switch args[0] {
	case "-utf16le":
		order, args = func(b []byte, v uint16) []byte { return append(b, byte(v), byte(v>>8)) }, args[1:]
	case "-utf16be":
		order, args = func(b []byte, v uint16) []byte { return append(b, byte(v>>8), byte(v)) }, args[1:]
	}
	data := []byte(unescape(ts, args[1]))
	if order != nil {
		var wide []byte
		for _, unit := range utf16.Encode([]rune(string(data))) {
			wide = order(wide, unit)
		}
		data = wide
	}
	name := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(filepath.Dir(name), 0o777))
	ts.Check(os.WriteFile(name, data, 0o666))
}

// scriptRepeat is: repeat FILE COUNT TEXT [END]. It appends TEXT that often, and END.
func scriptRepeat(ts *testscript.TestScript, _ bool, args []string) {
	count, err := strconv.Atoi(args[1])
	ts.Check(err)
	text := unescape(ts, args[2])
	file, err := os.OpenFile(ts.MkAbs(args[0]), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	ts.Check(err)
	const chunk = 1000
	many := strings.Repeat(text, chunk)
	for ; count >= chunk; count -= chunk {
		_, err = file.WriteString(many)
		ts.Check(err)
	}
	_, err = file.WriteString(strings.Repeat(text, count))
	ts.Check(err)
	if len(args) > 3 {
		_, err = file.WriteString(unescape(ts, args[3]))
		ts.Check(err)
	}
	ts.Check(file.Close())
}

func unescape(ts *testscript.TestScript, text string) string {
	s, err := strconv.Unquote(`"` + strings.ReplaceAll(text, `"`, `\"`) + `"`)
	ts.Check(err)
	return s
}

// scriptRemember is: remember DIR. It notes the state of a folder for unchanged.
func scriptRemember(ts *testscript.TestScript, _ bool, args []string) {
	ts.Value(remembered{}).(map[string]map[string]string)[args[0]] = state(ts, args[0])
}

// scriptUnchanged is: unchanged DIR. It fails unless no file of the folder was touched since remember.
func scriptUnchanged(ts *testscript.TestScript, negated bool, args []string) {
	before := ts.Value(remembered{}).(map[string]map[string]string)[args[0]]
	if len(before) == 0 {
		ts.Fatalf("nothing was remembered of %s", args[0])
	}
	diff := cmp.Diff(before, state(ts, args[0]))
	if (diff != "") != negated {
		ts.Fatalf("%s: changed = %v (-before +after):\n%s", args[0], diff != "", diff)
	}
}

func state(ts *testscript.TestScript, dir string) map[string]string {
	files := map[string]string{}
	root := ts.MkAbs(dir)
	ts.Check(filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		data, err := os.ReadFile(name)
		below, _ := filepath.Rel(root, name)
		files[below] = info.ModTime().String() + "\n" + string(data)
		return err
	}))
	return files
}

// scriptCode is: code N COMMAND ARGS... It fails unless the command ends with exit code N.
func scriptCode(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if err != nil {
		text, found := strings.CutPrefix(err.Error(), "exit status ")
		if got, _ = strconv.Atoi(text); !found {
			ts.Fatalf("%s: %v", args[1], err)
		}
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// scriptJSON is: json FILE [KEY VALUE]... It fails unless the file is one JSON object in which each KEY, such as
// "pages" or "details.ignored", has the VALUE.
func scriptJSON(ts *testscript.TestScript, _ bool, args []string) {
	decoder := json.NewDecoder(bytes.NewReader([]byte(ts.ReadFile(args[0]))))
	var object map[string]any
	ts.Check(decoder.Decode(&object))
	if decoder.More() {
		ts.Fatalf("%s holds more than one JSON object", args[0])
	}
	for i := 1; i+1 < len(args); i += 2 {
		var value any = object
		for part := range strings.SplitSeq(args[i], ".") {
			fields, _ := value.(map[string]any)
			value = fields[part]
		}
		if got := fmt.Sprint(value); got != args[i+1] {
			ts.Fatalf("%s is %s, want %s", args[i], got, args[i+1])
		}
	}
}

// scriptTouch is: touch FILE. It gives a file another modification time and leaves its bytes alone.
func scriptTouch(ts *testscript.TestScript, _ bool, args []string) {
	name := ts.MkAbs(args[0])
	info, err := os.Stat(name)
	ts.Check(err)
	ts.Check(os.Chtimes(name, info.ModTime().Add(-1), info.ModTime().Add(-1)))
}
