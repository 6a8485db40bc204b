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
	"regexp"
	"runtime"
	"strings"
	"time"

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
	// Database is a SQLite file's path, sqlite:///path or postgres://user@host/name.
	// It may hold a password.
	Database Secret `yaml:"database_url" env:"DATABASE_URL"`
	// DatabaseFile names a file that holds the database's address alone.
	DatabaseFile string `yaml:"database_url_file" env:"DATABASE_URL_FILE"`

	Zone  string `yaml:"zone" env:"ZONE"`   // IANA name of the office's zone
	Hours string `yaml:"hours" env:"HOURS"` // working hours: 9:00-17:00
	// Holidays names a folder with a JSON file for each year of days off, over those
	// that come with the program.
	Holidays string `yaml:"holidays" env:"HOLIDAYS"`
	// KeepDays is how many days the texts of sent messages are kept, and the words that
	// waited for a task. Reports and the audit are kept for ever, files only until they
	// are sent.
	KeepDays int      `yaml:"keep_days" env:"KEEP_DAYS"`
	LogLevel string   `yaml:"log_level" env:"LOG_LEVEL"`
	Climb    Climb    `yaml:"climb" envPrefix:"CLIMB_"`
	Telegram Telegram `yaml:"telegram" envPrefix:"TELEGRAM_"`

	// Open names the files with a secret that others on this machine may read.
	Open []string `yaml:"-"`
}

// Climb says on which working day whoever has not reported is told again, and who
// hears of it; 0 leaves a step out. What was sent already is not sent again when
// these change.
type Climb struct {
	Remind int `yaml:"remind" env:"REMIND"` // working days before the deadline: the contact
	Nudge  int `yaml:"nudge" env:"NUDGE"`   // working days after it: the contact
	Head   int `yaml:"head" env:"HEAD"`     // after it: the department's head
	Office int `yaml:"office" env:"OFFICE"` // after it: the office, with the list of who is missing
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
		Database: "duban.db", Zone: "Asia/Shanghai", Hours: "9:00-17:00", KeepDays: 90, LogLevel: "info",
		Climb:    Climb{Remind: 1, Nudge: 1, Head: 2, Office: 3},
		Telegram: Telegram{API: "https://api.telegram.org"},
	}
}

// Load reads the settings: defaults, the YAML file at path if path is not empty,
// the environment as given. A key nobody knows is an error that names its line.
func Load(path string, environ []string) (Config, error) {
	c := Default()
	c.Database = "" // so that a file may say it where nothing else does
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
		if c.Telegram.Token != "" || c.Database != "" {
			c.noteOpen(path)
		}
	}
	if err := c.fromEnvironment(environ); err != nil {
		return c, fmt.Errorf("settings in the environment: %w", err)
	}
	if err := c.Telegram.Token.orFrom(c.Telegram.TokenFile); err != nil {
		return c, fmt.Errorf("read the token: %w", err)
	}
	if err := c.Database.orFrom(c.DatabaseFile); err != nil {
		return c, fmt.Errorf("read the database's address: %w", err)
	}
	if c.Database == "" {
		c.Database = Default().Database
	}
	c.noteOpen(c.Telegram.TokenFile)
	c.noteOpen(c.DatabaseFile)
	return c, nil
}

// noteOpen notes a file that more people than its owner may read.
func (c *Config) noteOpen(path string) {
	info, err := os.Stat(path)
	if err == nil && runtime.GOOS != "windows" && info.Mode().IsRegular() && info.Mode()&0o077 != 0 { // there its modes say nothing
		c.Open = append(c.Open, path)
	}
}

// orFrom fills in a secret nobody said from the file that holds it.
func (s *Secret) orFrom(file string) error {
	if *s != "" || file == "" {
		return nil
	}
	body, err := os.ReadFile(file)
	*s = Secret(strings.TrimSpace(string(body)))
	return err
}

// How long texts may be kept, in days: no shorter than somebody may still answer one
// in the usual course of things, and no longer than a hundred years.
const (
	leastKeep = 14
	mostKeep  = 36500
)

// Validate says everything that is wrong at once.
func (c Config) Validate() error {
	var errs []error
	if err := c.Database.database(); err != nil {
		errs = append(errs, err)
	}
	if _, err := time.LoadLocation(c.Zone); err != nil {
		errs = append(errs, fmt.Errorf("zone: %w", err))
	}
	if u, err := url.Parse(c.Telegram.API); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		errs = append(errs, errors.New("telegram.api: want an address such as https://api.telegram.org"))
	}
	if c.KeepDays < leastKeep || c.KeepDays > mostKeep {
		errs = append(errs, fmt.Errorf("keep_days: %d is not between %d and %d", c.KeepDays, leastKeep, mostKeep))
	}
	switch c.LogLevel {
	case "debug", "info", "warn", "error":
	default:
		errs = append(errs, fmt.Errorf("log_level: %q is none of debug, info, warn, error", c.LogLevel))
	}
	return errors.Join(errs...)
}

// scheme is what an address begins with; one letter is a drive.
var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]+:`)

// database says what is wrong with the address of a database. It repeats nothing
// of the address but its scheme.
func (s Secret) database() error {
	const want = "want a SQLite file such as duban.db, sqlite:///path or postgres://user@host/name"
	where := s.Reveal()
	known := strings.HasPrefix(where, "sqlite:") || strings.HasPrefix(where, "postgres://") || strings.HasPrefix(where, "postgresql://")
	switch said := scheme.FindString(where); {
	case where == "":
		return errors.New("database_url: " + want)
	case said != "" && !known:
		return fmt.Errorf("database_url: %s not %s…", want, said)
	}
	return nil
}
