package bot

import (
	"fmt"

	"duban/internal/chat"
	"duban/internal/text"
)

// maxParts is how many messages one answer may take; what is longer still ends with
// a word that there is more.
const maxParts = 8

// fitted parts messages that the platform would refuse for their length. Their
// buttons stand under the last part.
func fitted(voice text.Voice, say []chat.Post) (all []chat.Post) {
	for _, p := range say {
		if p.Text == nil || p.Text.File != nil {
			all = append(all, p)
			continue
		}
		parts := text.Parts(p.Text.HTML, text.Room)
		last := min(len(parts), maxParts) - 1
		for i, part := range parts[:last+1] {
			if i == maxParts-1 && len(parts) > maxParts {
				part = voice.Fit(part+"\n"+parts[maxParts], text.Room)
			}
			all = append(all, partOf(p, part, i, last))
		}
	}
	return all
}

// partOf is a post with one part of its words: the first takes the place of the
// message it was to change, the last has what is to be pressed.
func partOf(p chat.Post, html string, i, last int) chat.Post {
	out := *p.Text
	out.HTML, p.Text = html, &out
	if i > 0 {
		p.Edit, p.ReplyTo, out.ReplyTo = 0, 0, 0
		if p.Key != "" {
			p.Key = fmt.Sprintf("%s:%d", p.Key, i)
		}
	}
	if i < last {
		out.Buttons, out.Choose, out.Unchoose = nil, nil, false
	}
	return p
}
