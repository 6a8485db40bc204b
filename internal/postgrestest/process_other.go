//go:build !unix

package postgrestest

import "syscall"

func somebodyElse(string) (*syscall.SysProcAttr, error) { return nil, nil }

func roomy(string) bool { return false }
