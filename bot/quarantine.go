package bot

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/text"
)

// NotTaken tells whoever said something that it could not be taken: always in private,
// in a group of the allow-list only what was said to the bot.
func (b *Bot) NotTaken(tx Tx, in chat.Incoming) (Reply, error) {
	switch in.Kind {
	case chat.Message, chat.Edited, chat.Press:
	default:
		return Reply{}, nil
	}
	if in.From.ID == 0 || in.From.Bot {
		return Reply{}, nil
	}
	a := &ask{Tx: tx, in: in}
	lang := text.Chinese
	if in.Chat.Private {
		who, met, err := tx.PersonByUser(in.From.ID)
		if err != nil {
			return Reply{}, err
		}
		a.who = who
		if lang = who.Lang; !met {
			lang = text.LanguageOf(in.From.Lang)
		}
	} else {
		var found bool
		var err error
		if a.group, found, err = tx.Group(in.Chat.ID); err != nil || !found || !b.Addressed(in) {
			return Reply{}, err
		}
	}
	a.voice = b.voice(lang, tx.Now())
	reply := a.refused(refusal{text.NotTaken{Press: in.Kind == chat.Press}})
	if in.Chat.Private && !a.may(viewer) {
		toStranger(reply.Say, b.today(tx))
	}
	return reply, nil
}

// Addressed reports whether something was said to the bot: in private everything is.
func (b *Bot) Addressed(in chat.Incoming) bool {
	return in.Chat.Private || in.Kind == chat.Press || b.addressed(in)
}

// Keepable reports whether something that came in may be kept as it came: none of its
// words is a secrecy marking or a number of a person, nor are those it quotes.
func Keepable(update []byte) bool {
	words, err := everyString(update)
	return err == nil && duban.Inspect(words).Clean()
}

// everyString is all that stands in a JSON value.
func everyString(value []byte) (string, error) {
	var all strings.Builder
	d := json.NewDecoder(bytes.NewReader(value))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return all.String(), nil
		}
		if err != nil {
			return "", err
		}
		if s, is := token.(string); is {
			all.WriteString(s + "\n|\n") // of two strings no number is made
		}
	}
}

// SaidBy words who said something that is in quarantine, for the office's own eyes.
func SaidBy(dir duban.Directory, p duban.Person) string {
	var parts []string
	for _, role := range []struct {
		has  bool
		name string
	}{{p.Admin, "admin"}, {p.Leader, "leader"}} {
		if role.has {
			parts = append(parts, role.name)
		}
	}
	for _, d := range named(dir, p.Departments) {
		parts = append(parts, d.Name)
	}
	if len(parts) == 0 {
		return "nobody registered"
	}
	return strings.Join(parts, ", ")
}
