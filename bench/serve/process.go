package main

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// memory is that of a process, in bytes.
type memory struct {
	resident int64 // now
	peak     int64 // the most that was ever resident
}

func memoryOf(pid int) (memory, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return memory{}, err
	}
	return parseMemory(status)
}

// parseMemory reads /proc/PID/status: lines such as "VmRSS:	  123456 kB".
func parseMemory(status []byte) (m memory, err error) {
	for name, to := range map[string]*int64{"VmRSS": &m.resident, "VmHWM": &m.peak} {
		_, rest, found := bytes.Cut(status, []byte("\n"+name+":"))
		line, _, _ := bytes.Cut(rest, []byte("\n"))
		number, unit := strings.CutSuffix(strings.TrimSpace(string(line)), " kB")
		kilobytes, err := strconv.ParseInt(number, 10, 64)
		if !found || !unit || err != nil {
			return memory{}, fmt.Errorf("the status of a process does not say %s: has it ended?", name)
		}
		*to = kilobytes << 10
	}
	return m, nil
}

// cpuOf returns the processor time that a process has used, user and system, in steps of 10 ms.
func cpuOf(pid int) (time.Duration, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	return parseCPU(stat)
}

// parseCPU reads /proc/PID/stat. The second field is the program's name in parentheses and may hold anything.
func parseCPU(stat []byte) (time.Duration, error) {
	const tick = 10 * time.Millisecond // Linux promises it to programs, whatever its own clock is
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	if len(fields) < 13 {
		return 0, fmt.Errorf("the state of a process has %d fields after its name", len(fields))
	}
	var ticks int64
	for _, field := range fields[11:13] { // the 14th and the 15th, counted from 1 with the name
		n, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("the state of a process has no processor time: %w", err)
		}
		ticks += n
	}
	return time.Duration(ticks) * tick, nil
}
