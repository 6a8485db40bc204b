package sandbox

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"strconv"
	"syscall"
)

// Do answers a request without a socket or a goroutine, so that a bot and its
// sandbox can live in one testing/synctest bubble. It looks only at the path
// of the address and honours the request's context.
func (s *Server) Do(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	if r.Body != nil {
		defer r.Body.Close()
	}
	out := &memory{header: http.Header{}, status: http.StatusOK}
	s.ServeHTTP(out, r)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	if out.broken && !out.wrote {
		return nil, &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
	}
	return out.response(r), nil
}

// RoundTrip is Do, for use as the transport of an http.Client.
func (s *Server) RoundTrip(r *http.Request) (*http.Response, error) { return s.Do(r) }

// memory is a ResponseWriter that Do turns into a response.
type memory struct {
	header http.Header
	status int
	body   bytes.Buffer
	wrote  bool
	broken bool
}

func (m *memory) Header() http.Header { return m.header }

func (m *memory) WriteHeader(status int) { m.status, m.wrote = status, true }

func (m *memory) Write(p []byte) (int, error) {
	m.wrote = true
	return m.body.Write(p)
}

// hangUp makes the response end like a broken connection.
func (m *memory) hangUp() { m.broken = true }

func (m *memory) response(r *http.Request) *http.Response {
	var body io.Reader = &m.body
	if m.broken {
		body = io.MultiReader(body, broken{})
	}
	length, err := strconv.ParseInt(m.header.Get("Content-Length"), 10, 64)
	if err != nil {
		length = -1
	}
	return &http.Response{
		Status:        strconv.Itoa(m.status) + " " + http.StatusText(m.status),
		StatusCode:    m.status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        m.header,
		Body:          io.NopCloser(body),
		ContentLength: length,
		Request:       r,
	}
}

// broken is where a cut body ends.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
