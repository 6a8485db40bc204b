package telegram

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"duban/internal/chat"
)

var (
	words  = chat.Outgoing{HTML: "督办"}
	upload = chat.Outgoing{File: &chat.Document{Name: "a.bin", Data: make([]byte, 4<<20)}}
)

// A real transport tells through httptrace whether a request got a connection.
func TestARealConnection(t *testing.T) {
	nobody := deadAddress(t)
	drop := serve(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		hangUp(w)
	})
	cut := serve(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Length", "100")
		_, _ = io.WriteString(w, `{"ok":true,"result":{"message_id":1}}`)
	})
	early := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close")
		w.WriteHeader(http.StatusRequestEntityTooLarge)
		_, _ = io.WriteString(w, `{"ok":false,"error_code":413,"description":"Request Entity Too Large"}`)
	})
	away := serve(t, func(w http.ResponseWriter, r *http.Request) {
		t.Error("a redirect was followed, which tells the token")
	})
	redirect := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, away, http.StatusTemporaryRedirect)
	})
	for _, row := range []struct {
		name, api string
		out       chat.Outgoing
		want      chat.Class
	}{
		{"nobody listens", nobody, words, chat.NotSent},
		{"nobody listens to an upload", nobody, upload, chat.NotSent},
		{"hung up", drop, words, chat.Ambiguous},
		{"hung up after an upload", drop, upload, chat.Ambiguous},
		{"cut", cut, words, chat.Ambiguous},
		{"redirected", redirect, words, chat.Ambiguous},
		{"refused before the upload was read", early, words, chat.Faulty},
	} {
		t.Run(row.name, func(t *testing.T) {
			c, _ := client(t, nil, func(o *Options) { o.API = row.api })
			if got := c.Send(t.Context(), 11, row.out); got.Class != row.want {
				t.Errorf("got %+v, want %s", got, row.want)
			}
		})
	}
}

func TestAContextThatIsOver(t *testing.T) {
	over, cancel := context.WithCancel(t.Context())
	cancel()
	c, _ := client(t, answers(200, "application/json", `{"ok":true}`))
	for _, out := range []chat.Outgoing{words, upload} {
		if got := c.Send(over, 11, out); got.Class != chat.NotSent {
			t.Errorf("got %+v", got)
		}
	}
	if err := c.Typing(over, 11); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestADeadlineAfterTheRequestLeft(t *testing.T) {
	read := make(chan struct{})
	slow := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		close(read)
		<-r.Context().Done()
	})
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-read
		cancel()
	}()
	c, _ := client(t, nil, func(o *Options) { o.API = slow })
	if got := c.Send(ctx, 11, words); got.Class != chat.Ambiguous {
		t.Errorf("got %+v", got)
	}
}

// Each method has its own patience.
func TestTimeouts(t *testing.T) {
	for _, row := range []struct {
		name string
		call func(context.Context, *Client)
		want time.Duration
	}{
		{"send", func(ctx context.Context, c *Client) { c.Send(ctx, 11, words) }, 30 * time.Second},
		{"upload", func(ctx context.Context, c *Client) { c.Send(ctx, 11, upload) }, 120 * time.Second},
		{"poll", func(ctx context.Context, c *Client) { c.call(ctx, "getUpdates", nil) }, 60 * time.Second},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, _ := client(t, &carrier{do: func(r *http.Request) (*http.Response, error) {
					<-r.Context().Done()
					return nil, r.Context().Err()
				}})
				began := time.Now()
				row.call(t.Context(), c)
				if got := time.Since(began); got != row.want {
					t.Errorf("gave up after %v, want %v", got, row.want)
				}
			})
		})
	}
}

func TestNewRefuses(t *testing.T) {
	for name, o := range map[string]Options{
		"no token":          {},
		"a slash":           {Token: "1:a/../b"},
		"no scheme":         {Token: canary, API: "api.telegram.org"},
		"another scheme":    {Token: canary, API: "ftp://x"},
		"a query":           {Token: canary, API: "https://x/?a=b"},
		"the library's way": {Token: canary, API: "https://x/bot%s/%s"},
	} {
		if _, err := New(o); err == nil {
			t.Errorf("%s: no error", name)
		} else if strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheAPIMayHaveAPath(t *testing.T) {
	d := answers(200, "application/json", `{"ok":true,"result":{"id":7000000001,"first_name":"督办","username":"duban_bot"}}`)
	c, _ := client(t, d, func(o *Options) { o.API = "http://127.0.0.1:8081/a%20b/" })
	me, err := c.Me(t.Context())
	if err != nil || me != (Identity{ID: 7000000001, Name: "督办", Username: "duban_bot"}) {
		t.Errorf("got %+v, %v", me, err)
	}
	if want := "/a b/bot" + canary + "/getMe"; d.path != want {
		t.Errorf("asked for %q, want %q", d.path, want)
	}
}

func serve(t *testing.T, h http.HandlerFunc) string {
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

func hangUp(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		_ = conn.Close()
	}
}

func deadAddress(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return "http://" + l.Addr().String()
}
