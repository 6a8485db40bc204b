package sandbox

import "net/http"

const tourCookie = "sandbox_tour"

// addTour shows the step the tour stands at. A step that was done once stays
// done; the tour stands at the first that is not.
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
		one := viewStep{
			ID: step.ID, Title: v.pick(step.Title, step.TitleEn), Text: v.pick(step.Text, step.TextEn), Suggest: step.Suggest,
			Done: t.Step == nil && p.stepDone(step),
		}
		t.Steps = append(t.Steps, one)
		if one.Done {
			t.Passed++
		}
		if one.Done || t.Step != nil {
			continue
		}
		t.Step, t.Number = &one, i+1
		if step.Person != 0 && step.Person != v.Me.ID {
			t.Person = v.Person(step.Person)
		}
		if chat := tourChat(v, step); t.Person != "" || chat != v.Chat.ID {
			t.Go = pageAddress(tourPerson(v, step), chat, "")
		}
	}
	v.Tour = t
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
	done := p.done[step.ID]
	p.mu.Unlock()
	if done {
		return true
	}
	if step.Done == nil || !step.Done() { // asked without the lock: it may look at the server
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done[step.ID] = true
	return true
}

// tour leaves the tour, takes it up again or begins it anew.
func (p *page) tour(w http.ResponseWriter, r *http.Request, _ *pageWords) pageAnswer {
	c := &http.Cookie{Name: tourCookie, Value: "off", Path: "/", SameSite: http.SameSiteLaxMode}
	if r.FormValue("tour") == "on" {
		c.Value, c.MaxAge = "", -1
	}
	http.SetCookie(w, c)
	return pageAnswer{}
}
