package sandbox

import (
	"html"
	"html/template"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// What the page changes in the canonical HTML of [renderHTML], whose only tags
// are those it writes itself.
var (
	pageLink    = regexp.MustCompile(`<a href="([^"]*)" target="_blank" rel="noopener noreferrer nofollow">`)
	pageCommand = regexp.MustCompile(`<span class="tg-command">([^<]*)</span>`)
	startCode   = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
)

const (
	spoilerTag    = `<span class="tg-spoiler">`
	expandableTag = `<blockquote class="tg-expandable">`
)

// text is a message's text as the page shows it: links to the bot stay on the
// page, a command can be clicked, what is hidden can be opened.
func (v *pageView) text(m Message) template.HTML {
	out := pageLink.ReplaceAllStringFunc(m.HTML, func(tag string) string {
		href := html.UnescapeString(pageLink.FindStringSubmatch(tag)[1])
		if inside := v.inside(href); inside != "" {
			return `<a data-go href="` + html.EscapeString(inside) + `">`
		}
		return tag
	})
	out = pageCommand.ReplaceAllStringFunc(out, func(tag string) string {
		shown := pageCommand.FindStringSubmatch(tag)[1]
		return `<button type="submit" form="say" name="text" class="tg-command" value="` + v.addressed(shown) + `">` + shown + `</button>`
	})
	open := ` data-toggle role="button" tabindex="0"`
	out = strings.ReplaceAll(out, spoilerTag, `<span class="tg-spoiler"`+open+` aria-label="`+html.EscapeString(v.T("spoiler"))+`">`)
	out = strings.ReplaceAll(out, expandableTag, `<blockquote class="tg-expandable" data-toggle tabindex="0">`)
	out = strings.ReplaceAll(out, "</blockquote>\n", "</blockquote>") // a block ends its line by itself
	return template.HTML(strings.ReplaceAll(out, "</pre>\n", "</pre>"))
}

// inside is the page's own address for a link that starts the bot, "" for any
// other link.
func (v *pageView) inside(href string) string {
	u, err := url.Parse(href)
	if err != nil || u.Host != "t.me" && u.Host != "telegram.me" || !strings.EqualFold(strings.Trim(u.Path, "/"), v.Bot.Username) {
		return ""
	}
	if code := u.Query().Get("start"); startCode.MatchString(code) {
		return pageAddress(v.Me.ID, v.Me.ID, code)
	}
	return pageAddress(v.Me.ID, v.Me.ID, "")
}

// addressed is a command as one sends it here: in a group, to this bot.
func (v *pageView) addressed(command string) string {
	if v.Chat.Private || strings.Contains(command, "@") {
		return command
	}
	return command + "@" + v.Bot.Username
}

// pageAddress is where somebody's chat is on the page; chat 0 is the list.
func pageAddress(me, chat int64, start string) string {
	out := "?as=" + strconv.FormatInt(me, 10)
	if chat != 0 {
		out += "&chat=" + strconv.FormatInt(chat, 10)
	}
	if start != "" {
		out += "&start=" + url.QueryEscape(start)
	}
	return out
}
