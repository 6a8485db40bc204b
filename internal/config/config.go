// Package config is the one struct of settings: a YAML file, over it the
// environment (DUBAN_*), over that the flags. Secrets may be kept in files.
package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"
	"go.yaml.in/yaml/v3"
)

// Secret is a value that is never printed.
type Secret string

// String hides the secret from every format and log.
func (Secret) String() string { return "<redacted>" }

// GoString hides the secret from %#v.
func (Secret) GoString() string { return "<redacted>" }

// MarshalText hides the secret from encoders.
func (Secret) MarshalText() ([]byte, error) { return []byte("<redacted>"), nil }

// Reveal returns the secret, for the one place that needs it.
func (s Secret) Reveal() string { return string(s) }

// Config is everything that can be set.
type Config struct {
	Database string   `yaml:"database" env:"DATABASE"` // path of the SQLite file
	Zone     string   `yaml:"zone" env:"ZONE"`         // IANA name of the office's zone
	Hours    string   `yaml:"hours" env:"HOURS"`       // working hours: 9:00-17:00
	LogLevel string   `yaml:"log_level" env:"LOG_LEVEL"`
	Telegram Telegram `yaml:"telegram" envPrefix:"TELEGRAM_"`
}

// Telegram is how Telegram is reached.
type Telegram struct {
	Token Secret `yaml:"token" env:"TOKEN"`
	// TokenFile names a file that holds the token alone.
	TokenFile string `yaml:"token_file" env:"TOKEN_FILE"`
	API       string `yaml:"api" env:"API"` // base address; a local Bot API server's, or Telegram's own
}

// Default is what holds where nothing is said.
func Default() Config {
	return Config{
		Database: "duban.db", Zone: "Asia/Shanghai", Hours: "9:00-17:00", LogLevel: "info",
		Telegram: Telegram{API: "https://api.telegram.org"},
	}
}

// Load reads the settings: defaults, the YAML file at path if path is not empty,
// the environment as given. A key nobody knows is an error that names its line.
func Load(path string, environ []string) (Config, error) {
	c := Default()
	if path != "" {
		body, err := os.ReadFile(path)
		if err != nil {
			return c, fmt.Errorf("read settings: %w", err)
		}
		dec := yaml.NewDecoder(bytes.NewReader(body))
		dec.KnownFields(true)
		if err := dec.Decode(&c); err != nil && !errors.Is(err, io.EOF) {
			return c, fmt.Errorf("settings in %s: %w", filepath.Base(path), err)
		}
	}
	opts := env.Options{Prefix: "DUBAN_", Environment: env.ToMap(environ)}
	if err := env.ParseWithOptions(&c, opts); err != nil {
		return c, fmt.Errorf("settings in the environment: %w", err)
	}
	if c.Telegram.Token == "" && c.Telegram.TokenFile != "" {
		token, err := os.ReadFile(c.Telegram.TokenFile)
		if err != nil {
			return c, fmt.Errorf("read the token: %w", err)
		}
		c.Telegram.Token = Secret(strings.TrimSpace(string(token)))
	}
	return c, nil
}

// Validate says everything that is wrong at once.
func (c Config) Validate() error {
	var errs []error
	if c.Database == "" {
		errs = append(errs, errors.New("database: name a file, such as duban.db"))
	}
	if _, err := time.LoadLocation(c.Zone); err != nil {
		errs = append(errs, fmt.Errorf("zone: %w", err))
	}
	if u, err := url.Parse(c.Telegram.API); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		errs = append(errs, errors.New("telegram.api: want an address such as https://api.telegram.org"))
	}
	switch c.LogLevel {
	case "debug", "info", "warn", "error":
	default:
		errs = append(errs, fmt.Errorf("log_level: %q is none of debug, info, warn, error", c.LogLevel))
	}
	return errors.Join(errs...)
}
