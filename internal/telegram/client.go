package telegram

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// DefaultAPI is the address of Telegram's own Bot API server.
const DefaultAPI = "https://api.telegram.org"

// placeholder stands where the library believes the token to be.
const placeholder = "0:placeholder"

// Doer carries a request; *http.Client is one.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

// Options say which bot to be and where. Only Token is required.
type Options struct {
	API         string           // base address of the Bot API server; "" is [DefaultAPI]
	Token       string           // as BotFather gave it
	HTTP        Doer             // nil is a client of its own; redirects are never followed
	Now         func() time.Time // for LastPoll only; nil is time.Now
	Log         *slog.Logger     // nil is silent
	PollTimeout time.Duration    // how long Telegram holds an empty poll, in whole seconds; 0 is 50 s
}

// Client is one bot at one Bot API server. All methods may be called from any
// goroutine, but only one Poll may run at a time.
type Client struct {
	endpoint string // as the library wants it: two %s for token and method
	files    string // where files are fetched, with the placeholder
	token    string
	http     Doer
	now      func() time.Time
	log      *slog.Logger
	hold     time.Duration // of a long poll
	clean    *strings.Replacer
	own      *http.Client // nil when Options brought one

	mu     sync.Mutex
	health health
}

// Identity is the bot's own account.
type Identity struct {
	ID       int64
	Name     string
	Username string // without @
}

// New returns a client. It checks the options and does not touch the network.
// Its errors never hold the token.
func New(o Options) (*Client, error) {
	base, err := baseOf(o.API)
	if err != nil {
		return nil, err
	}
	if err := checkToken(o.Token); err != nil {
		return nil, err
	}
	c := &Client{
		endpoint: strings.ReplaceAll(base, "%", "%%") + "/bot%s/%s",
		files:    base + "/file/bot" + placeholder + "/",
		token:    o.Token,
		http:     withoutRedirects(o.HTTP),
		now:      o.Now,
		log:      o.Log,
		hold:     o.PollTimeout.Truncate(time.Second),
		clean:    cleaner(o.Token),
	}
	if o.HTTP == nil {
		c.own = newHTTPClient()
		c.http = c.own
	}
	if c.now == nil {
		c.now = time.Now
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	if c.hold <= 0 {
		c.hold = 50 * time.Second
	}
	silence(c.log)
	return c, nil
}

// Close lets go of idle connections. Calls under way go on.
func (c *Client) Close() {
	if c.own != nil {
		c.own.CloseIdleConnections()
	}
}

// Me asks Telegram who the bot is. Its error is an [*Error].
func (c *Client) Me(ctx context.Context) (Identity, error) {
	var u tgbotapi.User
	if err := c.call(ctx, "getMe", nil).into(&u); err != nil {
		return Identity{}, err
	}
	return Identity{ID: u.ID, Name: fullName(u.FirstName, u.LastName), Username: u.UserName}, nil
}

func baseOf(api string) (string, error) {
	if api == "" {
		api = DefaultAPI
	}
	u, err := url.Parse(api)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || u.RawQuery != "" || u.Fragment != "" {
		return "", errors.New("telegram: the API address must be http:// or https:// with a host and no query")
	}
	return strings.TrimRight(u.String(), "/"), nil
}

// checkToken keeps anything out of the request path that could change it.
func checkToken(token string) error {
	if token == "" {
		return errors.New("telegram: no token")
	}
	for _, r := range token {
		switch {
		case r >= '0' && r <= '9', r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r == ':', r == '_', r == '-':
		default:
			return errors.New("telegram: the token has a character that no token has")
		}
	}
	return nil
}

// newHTTPClient keeps to HTTP/1.1: with HTTP/2 one dead connection would hold
// up the long poll and every send together.
func newHTTPClient() *http.Client {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.Protocols = new(http.Protocols)
	t.Protocols.SetHTTP1(true)
	t.ForceAttemptHTTP2 = false
	t.MaxIdleConnsPerHost = 48 // as many calls as the bot makes at the same time
	t.IdleConnTimeout = 30 * time.Second
	return &http.Client{Transport: t, CheckRedirect: stay}
}

// withoutRedirects makes sure that a redirect is not followed: the next server
// would read the token in the Referer header.
func withoutRedirects(d Doer) Doer {
	h, ok := d.(*http.Client)
	if !ok || h == nil {
		return d
	}
	copied := *h
	copied.CheckRedirect = stay
	return &copied
}

func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
