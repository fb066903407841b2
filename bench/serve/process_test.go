package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

func TestParseMemory(t *testing.T) {
	m, err := parseMemory([]byte("Name:\tVmRSS: 1 kB\nVmPeak:\t  900 kB\nVmHWM:\t    748 kB\nVmRSS:\t     12 kB\nRssAnon:\t 3 kB\n"))
	if err != nil || m != (memory{resident: 12 << 10, peak: 748 << 10}) {
		t.Errorf("got %+v, %v", m, err)
	}
	for _, bad := range []string{"", "Name:\tzombie\n", "\nVmHWM: 1 kB\n", "\nVmRSS: 1 kB\n", "\nVmRSS: x kB\nVmHWM: 1 kB\n", "\nVmRSS: 1 MB\nVmHWM: 1 kB\n"} {
		if m, err := parseMemory([]byte(bad)); err == nil {
			t.Errorf("%q gives %+v", bad, m)
		}
	}
}

func TestParseCPU(t *testing.T) {
	rest := " S 1 2 3 4 5 6 7 8 9 10 250 31 0 0 20 0 1"
	for _, name := range []string{"pandect", "a b", "a) S 1 (b"} {
		if got, err := parseCPU([]byte("77 (" + name + ")" + rest)); err != nil || got != 2810*time.Millisecond {
			t.Errorf("%s: got %v, %v", name, got, err)
		}
	}
	for _, bad := range []string{"", "77 (x) S 1 2 3", "77 (x)" + strings.Replace(rest, "250", "x", 1)} {
		if got, err := parseCPU([]byte(bad)); err == nil {
			t.Errorf("%q gives %v", bad, got)
		}
	}
}

func TestProcesses(t *testing.T) {
	if m, err := memoryOf(os.Getpid()); err != nil || m.resident < 1<<20 || m.peak < m.resident {
		t.Errorf("memory: %+v, %v", m, err)
	}
	for before := time.Now(); time.Since(before) < 30*time.Millisecond; { // something to be seen
	}
	if used, err := cpuOf(os.Getpid()); err != nil || used <= 0 || used > time.Hour {
		t.Errorf("processor time: %v, %v", used, err)
	}
	ended := exec.Command("true")
	if err := ended.Run(); err != nil {
		t.Fatal(err)
	}
	if _, err := memoryOf(ended.Process.Pid); err == nil {
		t.Error("a process that has ended has memory")
	}
	if _, err := cpuOf(ended.Process.Pid); err == nil {
		t.Error("a process that has ended has processor time")
	}
}
