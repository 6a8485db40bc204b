package main

import (
	"context"
	"os/exec"
	"runtime"
)

// openBrowser opens a page in the user's browser where there is one. It is a
// courtesy: the address was printed.
func openBrowser(ctx context.Context, url string) {
	name, args := "xdg-open", []string{url}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", url}
	}
	if path, err := exec.LookPath(name); err == nil {
		_ = exec.CommandContext(ctx, path, args...).Start()
	}
}
