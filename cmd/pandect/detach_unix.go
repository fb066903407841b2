//go:build unix

package main

import (
	"os/exec"
	"syscall"
)

// detach gives a program that is to be started a session of its own: no signal of this terminal reaches it.
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
