package sandbox

import (
	"fmt"
	"unicode/utf8"
)

func inlineButton(v any) (Button, error) {
	fields, ok := v.(map[string]any)
	if !ok {
		return Button{}, inWords("InlineKeyboardButton must be an Object")
	}
	o := &object{fields: fields}
	b := Button{Text: o.text("text", true)}
	o.text("style", false)
	b.URL = o.text("url", false)
	if b.URL == "" {
		b.Data = o.text("callback_data", false)
	}
	copies := b.URL == "" && b.Data == "" && o.has("copy_text")
	if copies {
		copied := o.object("copy_text")
		b.Copy = copied.text("text", true)
		o.err = firstError(o.err, copied.err)
	}
	switch {
	case o.err != nil:
		return b, o.err
	case b.URL == "" && b.Data == "" && !copies:
		return b, inWords("Text buttons are unallowed in the inline keyboard")
	case b.Text == "":
		return b, nil
	case len(b.Data) > maxData || !utf8.ValidString(b.Data):
		return b, lateError("BUTTON_DATA_INVALID")
	case copies && (b.Copy == "" || utf16Len(b.Copy) > maxCopy):
		return b, lateError("BUTTON_COPY_TEXT_INVALID")
	case b.URL != "" && checkLink(b.URL) == "":
		return b, lateError(fmt.Sprintf("inline keyboard button URL '%s' is invalid: Wrong HTTP URL", b.URL))
	}
	if b.URL != "" {
		b.URL = checkLink(b.URL)
	}
	return b, nil
}

func keyButton(private bool) func(any) (Button, error) {
	return func(v any) (Button, error) {
		if text, ok := v.(string); ok {
			return Button{Text: text}, nil
		}
		fields, ok := v.(map[string]any)
		if !ok {
			return Button{}, inWords("KeyboardButton must be a String or an Object")
		}
		o := &object{fields: fields}
		b := Button{Text: o.text("text", true), RequestContact: o.bool("request_contact")}
		if o.has("request_users") {
			b.RequestUsers = usersRequest(o)
		}
		switch {
		case o.err != nil:
			return b, o.err
		case b.RequestContact && !private:
			return b, lateError("phone number can be requested in private chats only")
		case b.RequestUsers != nil && !private:
			return b, lateError("users can be requested in private chats only")
		}
		return b, nil
	}
}

func usersRequest(o *object) *UsersRequest {
	ask := o.object("request_users")
	r := &UsersRequest{
		ID:        int(ask.int("request_id", true, 0)),
		Max:       int(min(max(ask.int("max_quantity", false, 1), 1), maxInputUsers)),
		WithNames: ask.bool("request_name"),
	}
	ask.bool("request_username")
	ask.bool("request_photo")
	ask.bool("user_is_premium")
	if ask.has("user_is_bot") {
		bots := ask.bool("user_is_bot")
		r.Bots = &bots
	}
	o.err = firstError(o.err, ask.err)
	return r
}
