package sandbox

import (
	"net/http"
	"slices"
	"strings"
)

const tourCookie = "sandbox_tour"

// addTour shows the step the tour stands at: the first that is not done. A step
// that was done once stays done until it is taken up again.
func (p *page) addTour(v *pageView, r *http.Request) {
	if len(p.o.Tour) == 0 {
		return
	}
	if c, err := r.Cookie(tourCookie); err == nil && c.Value == "off" {
		v.TourBack = true
		return
	}
	t := &viewTour{All: len(p.o.Tour)}
	for i, step := range p.o.Tour {
		one := viewStep{ID: step.ID, Title: v.pick(step.Title, step.TitleEn), Done: p.stepDone(step)}
		if one.Done {
			t.Passed++
		} else if t.Step == nil {
			one.Text, one.Suggest = v.pick(step.Text, step.TextEn), v.pick(step.Suggest, step.SuggestEn)
			one.Press = v.panelButton(step)
			t.Step, t.Number = &one, i+1
			t.lead(v, step)
		}
		t.Steps = append(t.Steps, one)
	}
	v.Tour = t
}

// lead says how to get from what the reader sees to where a step takes place,
// and there which message it answers.
func (t *viewTour) lead(v *pageView, step TourStep) {
	if step.Person != 0 && step.Person != v.Me.ID {
		t.Person = v.Person(step.Person)
	}
	if chat := tourChat(v, step); t.Person != "" || chat != v.Chat.ID {
		t.Go = pageAddress(tourPerson(v, step), chat, "")
	} else if step.Reply != nil {
		t.Reply = step.Reply()
	}
}

// panelButton is the panel's button that a step offers, nil for none.
func (v *pageView) panelButton(step TourStep) *viewPress {
	for _, panel := range v.Panels {
		for _, b := range panel.Buttons {
			if panel.ID == step.Panel && b.ID == step.Button {
				return &viewPress{Value: panel.ID + "|" + b.ID, Label: b.Label, Working: b.Busy, Busy: panel.Busy != ""}
			}
		}
	}
	return nil
}

func tourPerson(v *pageView, step TourStep) int64 {
	if step.Person == 0 {
		return v.Me.ID
	}
	return step.Person
}

// tourChat is where a step takes place; a step for anyone takes place anywhere.
func tourChat(v *pageView, step TourStep) int64 {
	switch {
	case step.Chat != 0:
		return step.Chat
	case step.Person != 0:
		return step.Person
	}
	return v.Chat.ID
}

func (p *page) stepDone(step TourStep) bool {
	p.mu.Lock()
	done, since := p.done[step.ID], p.since[step.ID]
	p.mu.Unlock()
	if done {
		return true
	}
	if step.happened()-since < max(step.Need, 1) { // asked without the lock: it may look at the server
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done[step.ID] = true
	return true
}

func (s TourStep) happened() int {
	if s.Happened == nil {
		return 0
	}
	return s.Happened()
}

// tour leaves the tour ("off") and comes back to it ("on"), begins it anew
// ("all"), takes up one step again ("again:ID") or passes it over ("skip:ID").
func (p *page) tour(w http.ResponseWriter, r *http.Request, _ *pageWords) pageAnswer {
	what, id, _ := strings.Cut(r.FormValue("tour"), ":")
	step := slices.IndexFunc(p.o.Tour, func(s TourStep) bool { return s.ID == id })
	c := &http.Cookie{Name: tourCookie, Value: "off", Path: "/", SameSite: http.SameSiteLaxMode}
	if what != "off" {
		c.Value, c.MaxAge = "", -1
	}
	switch {
	case what == "all":
		p.takeUp(p.o.Tour...)
	case what == "again" && step >= 0:
		p.takeUp(p.o.Tour[step])
	case what == "skip" && step >= 0:
		p.update(func() { p.done[id] = true })
	}
	http.SetCookie(w, c)
	return pageAnswer{}
}

// takeUp makes steps wait for their events once more.
func (p *page) takeUp(steps ...TourStep) {
	since := map[string]int{}
	for _, s := range steps {
		since[s.ID] = s.happened()
	}
	p.update(func() {
		for id, n := range since {
			p.done[id], p.since[id] = false, n
		}
	})
}
