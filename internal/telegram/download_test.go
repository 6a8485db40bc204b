package telegram

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"duban/internal/chat"
	"duban/internal/sandbox"
)

func TestDownload(t *testing.T) {
	s, c := world(t)
	m, err := s.Send(11, 11, "", sandbox.Document("清单.txt", []byte("附件2\n清单")))
	if err != nil {
		t.Fatal(err)
	}
	for _, limit := range []int64{0, int64(len("附件2\n清单"))} {
		if got, err := c.Download(t.Context(), m.Document.ID, limit); string(got) != "附件2\n清单" || err != nil {
			t.Errorf("got %q, %v", got, err)
		}
	}
	var large *TooLargeError
	if _, err := c.Download(t.Context(), m.Document.ID, 3); !errors.As(err, &large) || large.Limit != 3 || large.Size != 14 {
		t.Errorf("got %v", err)
	}
	var failed *Error
	if _, err := c.Download(t.Context(), "nothing", 0); !errors.As(err, &failed) || failed.Outcome.Class != chat.Faulty {
		t.Errorf("got %v", err)
	}
}

// The server's word for a file's size is not trusted, nor is its path.
func TestDownloadFromAStrangeServer(t *testing.T) {
	serves := func(getFile string, status int, file string) *carrier {
		return &carrier{do: func(r *http.Request) (*http.Response, error) {
			if strings.HasSuffix(r.URL.Path, "/getFile") {
				return response(200, "application/json", getFile), nil
			}
			if !strings.HasPrefix(r.URL.Path, "/file/bot"+canary+"/") {
				t.Errorf("asked for %q", r.URL.Path)
			}
			return response(status, "application/octet-stream", file), nil
		}}
	}
	known := `{"ok":true,"result":{"file_path":"documents/a b#?.txt"}}`
	for _, row := range []struct {
		name string
		from *carrier
		want chat.Class // "" is TooLargeError
	}{
		{"longer than it said", serves(known, 200, "123456"), ""},
		{"far longer", serves(known, 200, strings.Repeat("x", minRefusal+1)), ""},
		{"too big for Telegram", answers(400, "application/json", `{"ok":false,"error_code":400,"description":"Bad Request: file is too big"}`), ""},
		{"gone", serves(known, 404, `{"ok":false,"error_code":404,"description":"Not Found"}`), chat.Lost},
		{"down", serves(known, 502, "<html>"), chat.Ambiguous},
		{"out of the folder", serves(`{"ok":true,"result":{"file_path":"../../bot1:a/getMe"}}`, 200, "x"), chat.Faulty},
		{"absolute", serves(`{"ok":true,"result":{"file_path":"/etc/passwd"}}`, 200, "x"), chat.Faulty},
		{"no path", serves(`{"ok":true,"result":{}}`, 200, "x"), chat.Faulty},
	} {
		t.Run(row.name, func(t *testing.T) {
			c, _ := client(t, row.from)
			data, err := c.Download(t.Context(), "f", 5)
			var large *TooLargeError
			var failed *Error
			switch {
			case row.want == "" && !errors.As(err, &large):
				t.Errorf("got %q, %v", data, err)
			case row.want != "" && (!errors.As(err, &failed) || failed.Outcome.Class != row.want):
				t.Errorf("got %q, %v", data, err)
			}
		})
	}
	c, _ := client(t, serves(known, 200, "12345"))
	if got, err := c.Download(t.Context(), "f", 5); string(got) != "12345" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
}
