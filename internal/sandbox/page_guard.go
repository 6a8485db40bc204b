package sandbox

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// maxUpload is the largest request body: an album of files and its fields.
const maxUpload = maxDocument + 8<<20

// guard refuses requests that other sites make in the reader's browser, and
// forbids the page everything but its own resources.
func (p *page) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", pagePolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		switch {
		case !p.ours(r.Host):
			http.Error(w, "this page is not served under that host", http.StatusForbidden)
		case !sameOrigin(r):
			http.Error(w, "another site may not do this", http.StatusForbidden)
		default:
			r.Body = http.MaxBytesReader(w, r.Body, maxUpload)
			next.ServeHTTP(w, r)
		}
	})
}

// ours reports whether the page is served under this host. It is what keeps a
// foreign name that resolves to the loopback address out (DNS rebinding).
func (p *page) ours(hostport string) bool {
	host := hostport
	if h, _, err := net.SplitHostPort(hostport); err == nil {
		host = h
	}
	host = strings.ToLower(strings.Trim(host, "[]"))
	if host == "localhost" || slices.Contains(p.o.Hosts, host) {
		return host != ""
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// sameOrigin reports whether the page itself, or nobody, asked. A change must
// be asked for by the page.
func sameOrigin(r *http.Request) bool {
	safe := r.Method == http.MethodGet || r.Method == http.MethodHead
	if origin := r.Header.Get("Origin"); origin != "" && origin != "null" {
		u, err := url.Parse(origin)
		return err == nil && strings.EqualFold(u.Host, r.Host)
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "same-origin":
		return true
	case "", "none":
		return safe && r.Header.Get("Origin") == ""
	}
	return safe && r.Header.Get("Sec-Fetch-Mode") == "navigate" // a link to the page
}
