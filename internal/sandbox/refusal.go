package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
)

// refusal is an answer with "ok": false.
type refusal struct {
	code    int
	text    string
	migrate int64
	retry   int
}

// bad is a refusal of code 400 in Telegram's words.
func bad(format string, args ...any) *refusal {
	return &refusal{code: http.StatusBadRequest, text: "Bad Request: " + fmt.Sprintf(format, args...)}
}

func forbidden(text string) *refusal {
	return &refusal{code: http.StatusForbidden, text: "Forbidden: " + text}
}

func conflict(text string) *refusal {
	return &refusal{code: http.StatusConflict, text: "Conflict: " + text}
}

func tooMany(seconds int) *refusal {
	return &refusal{code: http.StatusTooManyRequests, retry: seconds, text: fmt.Sprintf("Too Many Requests: retry after %d", seconds)}
}

func unauthorized(detail string) *refusal {
	return &refusal{code: http.StatusUnauthorized, text: "Unauthorized" + detail}
}

func notFound(detail string) *refusal {
	return &refusal{code: http.StatusNotFound, text: "Not Found" + detail}
}

// wording is an error in words that are Telegram's, capital letter and all.
type wording string

func (w wording) Error() string { return string(w) }

func inWords(format string, args ...any) error { return wording(fmt.Sprintf(format, args...)) }

// reply is an HTTP answer before it is written.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// answer is the reply to a call that was done or refused.
func answer(result any, no *refusal) reply {
	if no != nil {
		return no.reply()
	}
	out := map[string]any{"ok": true, "result": result}
	if d, ok := result.(described); ok {
		out["result"], out["description"] = d.result, d.text
	}
	body, err := json.Marshal(out)
	if err != nil {
		return (&refusal{code: http.StatusInternalServerError, text: "Internal Server Error: " + err.Error()}).reply()
	}
	return reply{status: http.StatusOK, header: jsonHeader(), body: body}
}

func (no *refusal) reply() reply {
	type parameters struct {
		Migrate int64 `json:"migrate_to_chat_id,omitempty"`
		Retry   int   `json:"retry_after,omitempty"`
	}
	out := struct {
		OK          bool        `json:"ok"`
		Code        int         `json:"error_code"`
		Description string      `json:"description"`
		Parameters  *parameters `json:"parameters,omitempty"`
	}{Code: no.code, Description: no.text}
	header := jsonHeader()
	if no.migrate != 0 || no.retry != 0 {
		out.Parameters = &parameters{no.migrate, no.retry}
	}
	if no.retry != 0 {
		header.Set("Retry-After", strconv.Itoa(no.retry))
	}
	body, _ := json.Marshal(out) // strings and numbers only: cannot fail
	return reply{status: no.code, header: header, body: body}
}

func jsonHeader() http.Header {
	return http.Header{"Content-Type": {"application/json"}}
}
