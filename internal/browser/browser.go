// Package browser lets tests drive a page in the real Chromium.
package browser

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// Open starts a headless Chromium of its own and returns a tab of it. Without
// Chromium on the machine the test is skipped with the command that installs it;
// under DUBAN_TEST_REQUIRE=all it fails.
func Open(t *testing.T) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		const how = "needs chromium: apt-get install chromium fonts-noto-cjk"
		if os.Getenv("DUBAN_TEST_REQUIRE") == "all" {
			t.Fatal(how)
		}
		t.Skip(how)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()),
		chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-background-networking", true),
	)
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	tab, closeTab := chromedp.NewContext(allocator)
	t.Cleanup(closeTab)
	// The browser lives as long as the context of the first call.
	if err := chromedp.Do(tab, chromedp.Navigate("about:blank")); err != nil {
		t.Fatal(err)
	}
	limited, cancel := context.WithTimeout(tab, time.Minute)
	t.Cleanup(cancel)
	return limited
}

// Shoot keeps a picture of the page where DUBAN_SCREENSHOTS names a folder, for
// somebody to look at.
func Shoot(t *testing.T, tab context.Context, name string) {
	t.Helper()
	dir := os.Getenv("DUBAN_SCREENSHOTS")
	if dir == "" {
		return
	}
	// Also when the test has run out of time.
	still, stop := context.WithTimeout(context.WithoutCancel(tab), 10*time.Second)
	defer stop()
	png, err := chromedp.Run(still, chromedp.CaptureScreenshot())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		t.Fatal(err)
	}
}
