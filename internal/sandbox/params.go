package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

const (
	maxBody      = 56 << 20 // a document of 50 MB and the form around it
	maxParameter = 1 << 20
	maxFiles     = 10
)

// call is one request of the bot.
type call struct {
	method string // lower case: Telegram does not care
	args   map[string]string
	files  map[string]upload
}

// upload is a file that came with a request.
type upload struct {
	name  string
	bytes []byte
}

func (c *call) arg(name string) string { return c.args[name] }

// flag reads a Boolean as Telegram does: what is not yes is no.
func (c *call) flag(name string) bool {
	switch strings.ToLower(strings.TrimSpace(c.args[name])) {
	case "true", "yes", "1":
		return true
	}
	return false
}

// number reads an Integer; what cannot be read is 0.
func (c *call) number(name string) int64 {
	n, _ := strconv.ParseInt(strings.TrimSpace(c.args[name]), 10, 64)
	return n
}

// clamp reads an Integer within bounds, or def when there is none.
func (c *call) clamp(name string, def, low, high int64) int64 {
	if c.args[name] == "" {
		return def
	}
	return min(max(c.number(name), low), high)
}

// read takes the parameters from the address and the body of r.
func (c *call) read(r *http.Request) *refusal {
	c.args, c.files = map[string]string{}, map[string]upload{}
	for name, values := range r.URL.Query() {
		c.args[name] = values[len(values)-1]
	}
	if r.Body == nil || r.Method == http.MethodGet {
		return nil
	}
	if r.ContentLength > maxBody {
		return tooLarge()
	}
	body := io.LimitReader(r.Body, maxBody+1)
	kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch kind {
	case "multipart/form-data":
		return c.readForm(body, params["boundary"])
	case "application/json":
		return c.readJSON(body)
	case "application/x-www-form-urlencoded":
		return c.readURLEncoded(body)
	}
	return nil // Telegram does not look at other bodies
}

func tooLarge() *refusal {
	return &refusal{code: http.StatusRequestEntityTooLarge, text: "Request Entity Too Large"}
}

func readAll(r io.Reader) ([]byte, *refusal) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, bad("unexpected end of request content")
	}
	if len(data) > maxBody {
		return nil, tooLarge()
	}
	return data, nil
}

func (c *call) readURLEncoded(r io.Reader) *refusal {
	data, no := readAll(r)
	if no != nil {
		return no
	}
	values, err := url.ParseQuery(string(data))
	if err != nil {
		return bad("can't parse parameters")
	}
	for name, list := range values {
		c.args[name] = list[len(list)-1]
	}
	return nil
}

// readJSON keeps strings as they are and everything else as its JSON text,
// which is how Telegram comes to see null as the word "null".
func (c *call) readJSON(r io.Reader) *refusal {
	data, no := readAll(r)
	if no != nil || len(bytes.TrimSpace(data)) == 0 {
		return no
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil || fields == nil {
		return bad("JSON object expected")
	}
	for name, raw := range fields {
		var text string
		if raw[0] == '"' && json.Unmarshal(raw, &text) == nil {
			c.args[name] = text
		} else {
			c.args[name] = string(raw)
		}
	}
	return nil
}

func (c *call) readForm(r io.Reader, boundary string) *refusal {
	if boundary == "" {
		return bad("boundary not found")
	}
	form := multipart.NewReader(r, boundary)
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return bad("unexpected end of request content")
		}
		if no := c.readPart(part); no != nil {
			return no
		}
	}
}

func (c *call) readPart(part *multipart.Part) *refusal {
	name := part.FormName()
	if name == "" {
		return bad("field name in multipart/form-data not found")
	}
	data, no := readAll(part)
	switch {
	case no != nil:
		return no
	case part.FileName() == "" && len(data) > maxParameter:
		return &refusal{code: http.StatusRequestEntityTooLarge, text: "Request Entity Too Large: too many parameters in form data"}
	case part.FileName() == "":
		c.args[name] = string(data)
	case len(c.files) == maxFiles:
		return &refusal{code: http.StatusRequestEntityTooLarge, text: "Request Entity Too Large: too many files attached"}
	default:
		c.files[name] = upload{name: part.FileName(), bytes: data}
	}
	return nil
}
