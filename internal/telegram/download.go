package telegram

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"duban/internal/chat"
)

// MaxDownload is the largest file Telegram's own server hands out, in bytes.
const MaxDownload = 20 << 20

// minRefusal is room for the words of a refusal, however small the file may be.
const minRefusal = 4 << 10

// TooLargeError is the refusal to download a file.
type TooLargeError struct {
	Size  int64 // in bytes; 0 if nobody said
	Limit int64
}

// Error names both sizes.
func (e *TooLargeError) Error() string {
	if e.Size == 0 {
		return fmt.Sprintf("telegram: the file is larger than %d bytes", e.Limit)
	}
	return fmt.Sprintf("telegram: the file has %d bytes, more than %d", e.Size, e.Limit)
}

// Download fetches a file that somebody sent, of at most limit bytes (0 is
// [MaxDownload]). It returns a [*TooLargeError] for one that is larger than
// that or than Telegram hands out, else an [*Error], of class Lost when the
// file is gone.
func (c *Client) Download(ctx context.Context, fileID string, limit int64) ([]byte, error) {
	if limit <= 0 {
		limit = MaxDownload
	}
	r := c.call(ctx, "getFile", tgbotapi.Params{"file_id": fileID})
	if strings.Contains(strings.ToLower(r.outcome.Description), "file is too big") {
		return nil, &TooLargeError{Limit: min(limit, MaxDownload)}
	}
	var file tgbotapi.File
	if err := r.into(&file); err != nil {
		return nil, err
	}
	if int64(file.FileSize) > limit {
		return nil, &TooLargeError{Size: int64(file.FileSize), Limit: limit}
	}
	return c.fetch(ctx, file.FilePath, limit)
}

// fetch reads a file from the server's file path. The library's own link
// always points at Telegram and holds the token.
func (c *Client) fetch(ctx context.Context, path string, limit int64) ([]byte, error) {
	const method = "file"
	escaped, ok := escapePath(path)
	if !ok {
		return nil, &Error{Method: method, Outcome: faulty("the server named no usable file path")}
	}
	r, err := http.NewRequest(http.MethodGet, c.files+escaped, nil)
	if err != nil {
		return nil, &Error{Method: method, Outcome: faulty(c.words(err.Error()))}
	}
	x := &exchange{client: c, ctx: ctx, timeout: uploadTimeout, limit: max(limit, minRefusal)}
	if res, err := x.Do(r); err == nil {
		defer res.Body.Close()
	} // what went wrong is in the answer
	a := x.answer
	if a.status == http.StatusOK && int64(len(a.body)) > limit {
		return nil, &TooLargeError{Size: max(a.length, 0), Limit: limit}
	}
	if a.status == http.StatusOK && a.broken == "" {
		return a.body, nil
	}
	outcome, _ := classify(a)
	if outcome.Class == chat.Rejected && a.status == http.StatusNotFound {
		outcome.Class = chat.Lost // getFile took the token: it is the file that is gone
	}
	outcome.Description = c.words(outcome.Description)
	return nil, &Error{Method: method, Outcome: outcome, cause: a.cause}
}

// escapePath refuses a path that would lead out of the bot's own files.
func escapePath(path string) (string, bool) {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if part == "" || part == "." || part == ".." {
			return "", false
		}
		parts[i] = url.PathEscape(part)
	}
	return strings.Join(parts, "/"), true
}
