// Package browser lets tests drive a page in the real Chromium. Whatever goes
// wrong in the page, above all what its policy forbids, fails the test.
package browser

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	keys "github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"duban/internal/need"
)

// browserLimit ends a browser test that waits for what never comes.
const browserLimit = 4 * time.Minute

// Browser is a page in a real Chromium.
type Browser struct {
	t   *testing.T
	Tab context.Context // of the chromedp calls this package has no word for
	at  string
}

// New starts a Chromium of its own, or skips the test where there is
// none.
func New(t *testing.T) *Browser {
	t.Helper()
	path := need.Program(t, "apt-get install chromium fonts-noto-cjk", "chromium", "chromium-browser", "google-chrome")
	allocator, stop := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("lang", "zh-CN"), chromedp.Flag("accept-lang", "zh-CN"), chromedp.WSURLReadTimeout(browserLimit),
	)...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(func() {
		_ = chromedp.Cancel(ctx) // waits until the browser is gone, so that its directory can be removed
		cancel()
	})
	b := &Browser{t: t, Tab: ctx}
	b.Do(chromedp.Navigate("about:blank")) // starts the browser, which lives as long as this context
	ctx, limit := context.WithTimeout(ctx, browserLimit)
	t.Cleanup(limit)
	b.Tab = ctx
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
func (b *Browser) complain(event any) {
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

// Do runs steps; a step that fails fails the test.
func (b *Browser) Do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.Tab, steps...); err != nil {
		b.Shot("failed-" + b.t.Name())
		b.t.Fatalf("%s: %v", b.at, err)
	}
}

// Until waits for a condition of the page.
func (b *Browser) Until(condition string) {
	b.t.Helper()
	b.at = condition
	b.Do(chromedp.Poll[chromedp.Void](condition, chromedp.WithPollingTimeout(time.Minute)))
}

// Shows waits until what query finds contains text.
func (b *Browser) Shows(query, text string) {
	b.t.Helper()
	b.Until(fmt.Sprintf(`[...document.querySelectorAll(%q)].some(e => e.checkVisibility() && e.textContent.includes(%q))`, query, text))
}

// Click clicks what query finds.
func (b *Browser) Click(query string) {
	b.t.Helper()
	b.at = "click " + query
	b.Do(chromedp.Click(chromedp.CSS(query)))
}

// ClickText clicks what query finds and contains text.
func (b *Browser) ClickText(query, text string) {
	b.t.Helper()
	b.Shows(query, text)
	b.at = "click " + text
	b.Do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`(e => { e.focus(); e.click() })([...document.querySelectorAll(%q)].findLast(e => e.checkVisibility() && e.textContent.includes(%q)))`, query, text)))
}

// Type puts text into the input line, as an input method does.
func (b *Browser) Type(text string) {
	b.t.Helper()
	b.at = "type " + text
	b.Do(chromedp.Focus(chromedp.CSS(".composer textarea")))
	if _, err := chromedp.Call(b.Tab, keys.InsertText, keys.InsertTextParams{Text: text}); err != nil {
		b.t.Fatal(err)
	}
}

// Enter presses Enter as a keyboard does: what the page prevents in its key
// event types nothing. (chromedp.KeyEvent types in an event of its own.)
func (b *Browser) Enter(how ...chromedp.KeyOption) {
	b.t.Helper()
	down := keys.DispatchKeyEventParams{Type: keys.DispatchKeyEventTypeKeyDown, Key: "Enter", Code: "Enter", Text: "\r", WindowsVirtualKeyCode: 13, NativeVirtualKeyCode: 13}
	up := keys.DispatchKeyEventParams{Type: keys.DispatchKeyEventTypeKeyUp, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13, NativeVirtualKeyCode: 13}
	for _, event := range []keys.DispatchKeyEventParams{down, up} {
		for _, f := range how {
			f(&event)
		}
		if _, err := chromedp.Call(b.Tab, keys.DispatchKeyEvent, event); err != nil {
			b.t.Fatal(err)
		}
	}
}

// Key presses keys that type nothing.
func (b *Browser) Key(names ...string) {
	b.t.Helper()
	for _, name := range names {
		b.Do(chromedp.KeyEvent(name))
	}
}

// Focus moves the focus to the first element found.
func (b *Browser) Focus(query string) {
	b.t.Helper()
	b.at = "focus " + query
	b.Do(chromedp.Focus(chromedp.CSS(query)))
}

// Open goes to an address and waits until the page is live.
func (b *Browser) Open(address string) {
	b.t.Helper()
	b.at = "open " + address
	b.Do(chromedp.Navigate(address))
	b.Until(`document.body.dataset.uiLive === ''`)
}

// Size makes the window as large as a device.
func (b *Browser) Size(width, height int64) {
	b.t.Helper()
	b.Do(chromedp.EmulateViewport(width, height))
}

// Dark turns the dark colours on or off.
func (b *Browser) Dark(on bool) {
	b.t.Helper()
	scheme := "light"
	if on {
		scheme = "dark"
	}
	_, err := chromedp.Call(b.Tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
	if err != nil {
		b.t.Fatal(err)
	}
}

// Shot keeps a picture if DUBAN_TEST_SCREENSHOTS names a directory.
func (b *Browser) Shot(name string) {
	dir := os.Getenv("DUBAN_TEST_SCREENSHOTS")
	if dir == "" {
		return
	}
	picture, err := chromedp.Run(b.Tab, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Logf("screenshot: %v", err)
		return
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o644); err != nil {
		b.t.Log(err)
	}
}

// FitsTheWidth fails the test if the page can be scrolled sideways.
func (b *Browser) FitsTheWidth(what string) {
	b.t.Helper()
	wide, err := chromedp.Run(b.Tab, chromedp.Evaluate[[]string](`[...document.querySelectorAll('body, body *')].filter(e => e.checkVisibility() && !e.closest('.sr, svg, .pop, #toasts') && (
		e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1)).map(e => e.tagName + '#' + e.id + '.' + e.className).slice(0, 5)`))
	if err != nil {
		b.t.Fatal(err)
	}
	if len(wide) > 0 {
		b.t.Errorf("%s: too wide: %v", what, wide)
	}
}
