//go:build unix

package main

import (
	"os/exec"
	"syscall"
)

// detach starts a program in a session of its own, so that signals of this terminal do not reach it.
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
