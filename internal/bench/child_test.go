package bench

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"duban/internal/app"
	"duban/internal/config"
	"duban/internal/preload"
)

// What a child process is, by the variable of this name.
const childVariable = "DUBAN_BENCH_CHILD"

// children are the programs this test binary can be.
var children = map[string]func(context.Context) error{
	"commits":  commits,
	"loop":     loop(""),
	"wal-loop": loop("?_journal_mode=WAL&_synchronous=FULL"),
	"duban":    unpaced,
}

func TestMain(m *testing.M) {
	if be, ok := children[os.Getenv(childVariable)]; ok {
		ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
		defer stop()
		if err := be(ctx); err != nil && ctx.Err() == nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// commits writes one row after the other, each in a commit of its own, and prints
// how many it did in a second: what SQLite alone can do on this disk.
func commits(ctx context.Context) error {
	db, err := sql.Open("sqlite3", "file:"+os.Getenv("DUBAN_BENCH_DATABASE")+"?_journal_mode=WAL&_synchronous=FULL&_stmt_cache_size=9")
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("CREATE TABLE reply (id INTEGER PRIMARY KEY, words TEXT)"); err != nil {
		return err
	}
	n, began := 0, time.Now()
	for ; time.Since(began) < 2*time.Second && ctx.Err() == nil; n++ {
		if _, err := db.Exec("INSERT INTO reply (words) VALUES (?)", "第1次填报，已培训300人次"); err != nil {
			return err
		}
	}
	fmt.Println(float64(n) / time.Since(began).Seconds())
	return nil
}

type reply struct {
	ID    int64
	Chat  int64
	Words string
}

// loop is the bot of the library's own example: its update channel, a durable
// commit for each update, an answer.
func loop(pragmas string) func(context.Context) error {
	return func(ctx context.Context) error {
		db, err := gorm.Open(sqlite.Open("file:"+os.Getenv("DUBAN_BENCH_DATABASE")+pragmas), &gorm.Config{Logger: logger.Discard})
		if err != nil {
			return err
		}
		if err := db.AutoMigrate(&reply{}); err != nil {
			return err
		}
		bot, err := tgbotapi.NewBotAPIWithAPIEndpoint(os.Getenv("DUBAN_BENCH_TOKEN"), os.Getenv("DUBAN_BENCH_API")+"/bot%s/%s")
		if err != nil {
			return err
		}
		updates := bot.GetUpdatesChan(tgbotapi.UpdateConfig{Timeout: 50})
		for {
			select {
			case <-ctx.Done():
				return nil
			case u := <-updates:
				if err := db.Create(&reply{Chat: u.Message.Chat.ID, Words: u.Message.Text}).Error; err != nil {
					return err
				}
				if _, err := bot.Send(tgbotapi.NewMessage(u.Message.Chat.ID, "已收到："+u.Message.Text)); err != nil {
					return err
				}
			}
		}
	}
}

// unpaced is the whole bot on a server that counts nothing.
func unpaced(ctx context.Context) error {
	c := config.Default()
	c.Database = config.Secret(os.Getenv("DUBAN_BENCH_DATABASE"))
	c.Telegram.Token, c.Telegram.API = config.Secret(os.Getenv("DUBAN_BENCH_TOKEN")), os.Getenv("DUBAN_BENCH_API")
	a, err := app.New(ctx, c, app.Options{Log: slog.New(slog.DiscardHandler), Unpaced: true})
	if err != nil {
		return err
	}
	defer a.Close()
	app.TuneMemory()
	return a.Run(ctx)
}

// start starts a child on a database; what it prints is handed to said, line by
// line.
func start(b *testing.B, what string, h *host) (stop func() (printed []string)) {
	b.Helper()
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	child := exec.Command(self)
	child.Env = append(os.Environ(), childVariable+"="+what, "DUBAN_BENCH_DATABASE="+h.database,
		"DUBAN_BENCH_API="+h.api, "DUBAN_BENCH_TOKEN="+h.sandbox.Token())
	if d := slower(b); d > 0 {
		child.Env = append(child.Env, preload.Environ(b, preload.Options{Database: h.database, Slower: d})...)
	}
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := child.Start(); err != nil {
		b.Fatal(err)
	}
	return func() (printed []string) {
		if what != "commits" {
			_ = child.Process.Signal(syscall.SIGTERM)
		}
		for lines := bufio.NewScanner(out); lines.Scan(); {
			printed = append(printed, lines.Text())
		}
		if err := child.Wait(); err != nil {
			b.Errorf("%s: %v", what, err)
		}
		h.spent = child.ProcessState.UserTime() + child.ProcessState.SystemTime()
		return printed
	}
}

// slower is by how much a sync takes longer.
func slower(b *testing.B) time.Duration {
	b.Helper()
	s := os.Getenv("DUBAN_BENCH_SYNC")
	if s == "" {
		return time.Millisecond
	}
	if s == "0" {
		return 0
	}
	d, err := time.ParseDuration(s)
	if err != nil {
		b.Fatalf("DUBAN_BENCH_SYNC: %v", err)
	}
	return d
}

// rawCommits is how many single commits a second SQLite does here.
func rawCommits(b *testing.B) float64 {
	b.Helper()
	h := &host{database: filepath.Join(b.TempDir(), "raw.db"), sandbox: noSandbox}
	printed := start(b, "commits", h)()
	if len(printed) != 1 {
		b.Fatalf("printed %v", printed)
	}
	rate, err := strconv.ParseFloat(printed[0], 64)
	if err != nil {
		b.Fatal(err)
	}
	return rate
}
