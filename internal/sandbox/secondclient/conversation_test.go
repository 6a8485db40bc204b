package secondclient

import (
	"context"
	"strings"
	"testing"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"duban/internal/sandbox"
)

// greeter is a bot that greets whoever comes with a code and puts the button he
// presses in words; then it hands over the press.
func greeter(l *line) (*bot.Bot, <-chan *models.CallbackQuery) {
	done := make(chan *models.CallbackQuery, 1)
	b := l.bot(bot.WithAllowedUpdates(bot.AllowedUpdates{"message", "callback_query"}))
	b.RegisterHandler(bot.HandlerTypeMessageText, "start", bot.MatchTypeCommandStartOnly, func(ctx context.Context, b *bot.Bot, u *models.Update) {
		_, code, _ := strings.Cut(u.Message.Text, " ")
		_, err := b.SendMessage(ctx, &bot.SendMessageParams{
			ChatID: u.Message.Chat.ID, Text: "<b>" + u.Message.From.FirstName + "</b> 您好：" + code, ParseMode: models.ParseModeHTML,
			ReplyParameters: &models.ReplyParameters{MessageID: u.Message.ID, Quote: "/start"},
			ReplyMarkup: &models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{
				{{Text: "有新进展", CallbackData: "news"}, {Text: "无新进展", CallbackData: "none"}},
				{{Text: "说明", URL: "https://example.com/help"}},
			}},
		})
		if err != nil {
			l.t.Error(err)
		}
	})
	b.RegisterHandler(bot.HandlerTypeCallbackQueryData, "n", bot.MatchTypePrefix, func(ctx context.Context, b *bot.Bot, u *models.Update) {
		if _, err := b.AnswerCallbackQuery(ctx, &bot.AnswerCallbackQueryParams{CallbackQueryID: u.CallbackQuery.ID, Text: "已登记", ShowAlert: true}); err != nil {
			l.t.Error(err)
		}
		pressed := u.CallbackQuery.Message.Message
		if _, err := b.EditMessageText(ctx, &bot.EditMessageTextParams{ChatID: pressed.Chat.ID, MessageID: pressed.ID, Text: "登记：" + u.CallbackQuery.Data}); err != nil {
			l.t.Error(err)
		}
		done <- u.CallbackQuery
	})
	return b, done
}

func TestADeepLinkIsAnsweredWithButtonsAndAPressWithAnEdit(t *testing.T) {
	l := newLine(t, sandbox.Options{})
	b, presses := greeter(l)
	l.run(b.Start)

	start := l.says(wang, "/start code_42")
	asked := l.answer(start)
	if asked.Text != "王芳 您好：code_42" || asked.HTML != "<b>王芳</b> 您好：code_42" {
		t.Errorf("said %q, %q", asked.Text, asked.HTML)
	}
	if asked.ReplyTo == nil || asked.ReplyTo.ID != start.ID || asked.ReplyTo.Quote != "/start" {
		t.Errorf("it answers %+v", asked.ReplyTo)
	}
	if k := asked.Keyboard; len(k) != 2 || len(k[0]) != 2 || k[0][1].Data != "none" || k[1][0].URL == "" {
		t.Errorf("the buttons are %+v", k)
	}

	press, err := l.PressLabel(wang, wang, asked.ID, "无新进展")
	if err != nil {
		t.Fatal(err)
	}
	if q := received(l, presses); q.ID != press.ID || q.From.ID != wang || q.Message.Message.Text != asked.Text {
		t.Errorf("the press came as %+v", q)
	}
	if now, _ := l.Message(wang, asked.ID); now.Text != "登记：none" || now.Keyboard != nil || now.EditDate.IsZero() {
		t.Errorf("the message became %+v", now)
	}
	if text, alert, answered := l.Answer(press.ID); text != "已登记" || !alert || !answered {
		t.Errorf("answered %v with %q", answered, text)
	}
	l.until("everything is acknowledged", func() bool { return l.Pending() == 0 })
}

func TestReactionsGoBothWays(t *testing.T) {
	l := newLine(t, sandbox.Options{})
	reactions, messages := make(chan *models.MessageReactionUpdated, 1), make(chan *models.Message, 1)
	b := l.bot(bot.WithAllowedUpdates(bot.AllowedUpdates{"message", "message_reaction"}),
		bot.WithDefaultHandler(func(_ context.Context, _ *bot.Bot, u *models.Update) {
			if u.MessageReaction != nil {
				reactions <- u.MessageReaction
			} else {
				messages <- u.Message
			}
		}))
	l.run(b.Start)

	said := l.says(wang, "28 又办两期电工班")
	if m := received(l, messages); m.ID != said.ID {
		t.Errorf("message %d came, %d was sent", m.ID, said.ID)
	}
	_, err := b.SetMessageReaction(t.Context(), &bot.SetMessageReactionParams{ChatID: wang, MessageID: said.ID, Reaction: []models.ReactionType{
		{Type: models.ReactionTypeTypeEmoji, ReactionTypeEmoji: &models.ReactionTypeEmoji{Emoji: "👍"}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if m, _ := l.Message(wang, said.ID); len(m.Reactions) != 1 || m.Reactions[0].Emoji != "👍" {
		t.Errorf("the bot's reaction is %+v", m.Reactions)
	}

	sent, err := b.SendMessage(t.Context(), &bot.SendMessageParams{ChatID: wang, Text: "收到"})
	if err != nil {
		t.Fatal(err)
	}
	if err := l.React(wang, wang, sent.ID, "❤"); err != nil {
		t.Fatal(err)
	}
	r := received(l, reactions)
	if r.MessageID != sent.ID || r.User.ID != wang || len(r.OldReaction) != 0 || r.NewReaction[0].ReactionTypeEmoji.Emoji != "❤" {
		t.Errorf("the reaction came as %+v", r)
	}
}

func TestTheMenuIsWhatTheBotSet(t *testing.T) {
	l := newLine(t, sandbox.Options{})
	b := l.bot()
	for _, c := range []struct{ lang, words string }{{"", "my tasks"}, {"zh", "我的任务"}} {
		_, err := b.SetMyCommands(t.Context(), &bot.SetMyCommandsParams{
			Commands: []models.BotCommand{{Command: "tasks", Description: c.words}},
			Scope:    &models.BotCommandScopeAllPrivateChats{}, LanguageCode: c.lang,
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for user, words := range map[int64]string{wang: "我的任务", li: "my tasks"} {
		if menu := l.Menu(user, user); len(menu) != 1 || menu[0].Command != "tasks" || menu[0].Description != words {
			t.Errorf("user %d is offered %+v", user, menu)
		}
	}
}
