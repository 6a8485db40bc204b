package sandbox

import "errors"

const (
	maxData       = 64 // bytes of callback data
	maxRow        = 12 // buttons; Telegram silently drops what is beyond
	maxButtons    = 300
	maxCopy       = 256 // characters of a text to copy
	maxInputUsers = 10
)

// readMarkup reads reply_markup; nil means there is none.
func (c *call) readMarkup(private bool) (*markup, *refusal) {
	raw := c.arg("reply_markup")
	if raw == "" {
		return nil, nil
	}
	v, err := decodeJSON(raw)
	if err != nil {
		return nil, bad("can't parse reply keyboard markup JSON object")
	}
	fields, ok := v.(map[string]any)
	if !ok {
		return nil, bad("object expected as reply markup")
	}
	m, err := parseMarkup(&object{fields: fields}, private)
	if err != nil {
		return nil, bad("%s", lowerFirst(err.Error()))
	}
	if no := checkObject("ReplyMarkup", v, "reply_markup"); no != nil {
		return nil, no
	}
	return m, nil
}

func parseMarkup(o *object, private bool) (*markup, error) {
	m := &markup{}
	for _, row := range o.array("keyboard") {
		m.addRow(o, &m.Keyboard, row, `Field "keyboard" must be an Array of Arrays`, "Can't parse keyboard button: ", keyButton(private))
	}
	for _, row := range o.array("inline_keyboard") {
		m.addRow(o, &m.Inline, row, `Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays`,
			"Can't parse inline keyboard button: ", inlineButton)
	}
	m.Remove = o.bool("remove_keyboard")
	m.ForceReply = o.bool("force_reply")
	m.Placeholder = o.text("input_field_placeholder", false)
	for _, name := range []string{"selective", "resize_keyboard", "one_time_keyboard", "is_persistent"} {
		o.bool(name)
	}
	switch {
	case o.err != nil:
		return nil, o.err
	case len(m.Keyboard) > 0:
		return &markup{Keyboard: m.Keyboard, Placeholder: m.Placeholder}, nil
	case len(m.Inline) > 0:
		return &markup{Inline: m.Inline}, nil
	case m.Remove:
		return &markup{Remove: true}, nil
	case m.ForceReply:
		return &markup{ForceReply: true, Placeholder: m.Placeholder}, nil
	}
	return nil, nil
}

// addRow reads one row of buttons into rows. Buttons without a text vanish, as
// do those beyond Telegram's counts.
func (m *markup) addRow(o *object, rows *[][]Button, row any, notRow, notButton string, read func(any) (Button, error)) {
	list, ok := row.([]any)
	if !ok {
		o.fail("%s", notRow)
		return
	}
	var out []Button
	for _, item := range list {
		b, err := read(item)
		if err != nil {
			if late := lateError(""); errors.As(err, &late) {
				o.fail("%s", string(late))
			} else {
				o.fail("%s%v", notButton, err)
			}
			return
		}
		if b.Text != "" && len(out) < maxRow && count(*rows)+len(out) < maxButtons {
			out = append(out, b)
		}
	}
	if len(out) > 0 {
		*rows = append(*rows, out)
	}
}

// lateError is found only after the JSON was read, and so has no prefix.
type lateError string

func (e lateError) Error() string { return string(e) }

func count(rows [][]Button) (n int) {
	for _, row := range rows {
		n += len(row)
	}
	return n
}
