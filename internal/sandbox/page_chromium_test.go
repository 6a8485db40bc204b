package sandbox

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	keys "github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browserLimit ends a browser test that waits for what never comes.
const browserLimit = 90 * time.Second

// browser is a page in a real Chromium.
type browser struct {
	t   *testing.T
	ctx context.Context
	at  string
}

// newBrowser starts a Chromium of its own, or skips the test where there is
// none.
func newBrowser(t *testing.T) *browser {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		const need = "needs chromium: apt-get install chromium fonts-noto-cjk"
		if os.Getenv("DUBAN_TEST_REQUIRE") == "all" {
			t.Fatal(need)
		}
		t.Skip(need)
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.WSURLReadTimeout(browserLimit),
	)...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(func() {
		_ = chromedp.Cancel(ctx) // waits until the browser is gone, so that its directory can be removed
		cancel()
	})
	b := &browser{t: t, ctx: ctx}
	b.do(chromedp.Navigate("about:blank")) // starts the browser, which lives as long as this context
	ctx, limit := context.WithTimeout(ctx, browserLimit)
	t.Cleanup(limit)
	b.ctx = ctx
	if err := chromedp.Listen(ctx, b.complain); err != nil {
		t.Fatal(err)
	}
	for _, enable := range []cdp.Command[cdp.Empty, cdp.Empty]{log.Enable, runtime.Enable} {
		if _, err := chromedp.Call(ctx, enable, cdp.Empty{}); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

// complain fails the test for whatever goes wrong in the page, above all for
// what its policy forbids.
func (b *browser) complain(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		b.t.Errorf("script: %s", thrown(e.ExceptionDetails))
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError && e.Entry.Source != log.EntrySourceNetwork {
			b.t.Errorf("browser: %s", e.Entry.Text)
		}
	}
}

func thrown(d *runtime.ExceptionDetails) string {
	if d.Exception != nil {
		return d.Text + " " + d.Exception.Description
	}
	return d.Text
}

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.shot("failed-" + b.t.Name())
		b.t.Fatalf("%s: %v", b.at, err)
	}
}

// until waits for a condition of the page.
func (b *browser) until(condition string) {
	b.t.Helper()
	b.at = condition
	b.do(chromedp.Poll[chromedp.Void](condition, chromedp.WithPollingTimeout(20*time.Second)))
}

// shows waits until what query finds contains text.
func (b *browser) shows(query, text string) {
	b.t.Helper()
	b.until(fmt.Sprintf(`[...document.querySelectorAll(%q)].some(e => e.checkVisibility() && e.textContent.includes(%q))`, query, text))
}

func (b *browser) click(query string) {
	b.t.Helper()
	b.at = "click " + query
	b.do(chromedp.Click(chromedp.CSS(query)))
}

// clickText clicks what query finds and contains text.
func (b *browser) clickText(query, text string) {
	b.t.Helper()
	b.shows(query, text)
	b.at = "click " + text
	b.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`(e => { e.focus(); e.click() })([...document.querySelectorAll(%q)].findLast(e => e.checkVisibility() && e.textContent.includes(%q)))`, query, text)))
}

// type_ puts text into the input line, as an input method does.
func (b *browser) type_(text string) {
	b.t.Helper()
	b.at = "type " + text
	b.do(chromedp.Focus(chromedp.CSS(".composer textarea")))
	if _, err := chromedp.Call(b.ctx, keys.InsertText, keys.InsertTextParams{Text: text}); err != nil {
		b.t.Fatal(err)
	}
}

// enter presses Enter as a keyboard does: what the page prevents in its key
// event types nothing. (chromedp.KeyEvent types in an event of its own.)
func (b *browser) enter(how ...chromedp.KeyOption) {
	b.t.Helper()
	down := keys.DispatchKeyEventParams{Type: keys.DispatchKeyEventTypeKeyDown, Key: "Enter", Code: "Enter", Text: "\r", WindowsVirtualKeyCode: 13, NativeVirtualKeyCode: 13}
	up := keys.DispatchKeyEventParams{Type: keys.DispatchKeyEventTypeKeyUp, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13, NativeVirtualKeyCode: 13}
	for _, event := range []keys.DispatchKeyEventParams{down, up} {
		for _, f := range how {
			f(&event)
		}
		if _, err := chromedp.Call(b.ctx, keys.DispatchKeyEvent, event); err != nil {
			b.t.Fatal(err)
		}
	}
}

// key presses keys that type nothing.
func (b *browser) key(names ...string) {
	b.t.Helper()
	for _, name := range names {
		b.do(chromedp.KeyEvent(name))
	}
}

// focus moves the focus to the first element found.
func (b *browser) focus(query string) {
	b.t.Helper()
	b.at = "focus " + query
	b.do(chromedp.Focus(chromedp.CSS(query)))
}

func (b *browser) open(address string) {
	b.t.Helper()
	b.at = "open " + address
	b.do(chromedp.Navigate(address))
	b.until(`document.body.dataset.uiLive === ''`)
}

func (b *browser) size(width, height int64) {
	b.t.Helper()
	b.do(chromedp.EmulateViewport(width, height))
}

func (b *browser) dark(on bool) {
	b.t.Helper()
	scheme := "light"
	if on {
		scheme = "dark"
	}
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
	if err != nil {
		b.t.Fatal(err)
	}
}

// shot keeps a picture if DUBAN_SCREENSHOTS names a directory.
func (b *browser) shot(name string) {
	dir := os.Getenv("DUBAN_SCREENSHOTS")
	if dir == "" {
		return
	}
	picture, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Logf("screenshot: %v", err)
		return
	}
	if err := os.WriteFile(filepath.Join(dir, "page-"+name+".png"), picture, 0o644); err != nil {
		b.t.Log(err)
	}
}

// noOverflow fails the test if the page can be scrolled sideways.
func (b *browser) noOverflow(what string) {
	b.t.Helper()
	wide, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](`[...document.querySelectorAll('body, body *')].filter(e => e.checkVisibility() && !e.closest('.sr, svg, .pop, #toasts') && (
		e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1)).map(e => e.tagName + '#' + e.id + '.' + e.className).slice(0, 5)`))
	if err != nil {
		b.t.Fatal(err)
	}
	if len(wide) > 0 {
		b.t.Errorf("%s: too wide: %v", what, wide)
	}
}
