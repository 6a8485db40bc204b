package app

import (
	"fmt"
	"log/slog"
	"testing"
	"time"
)

func TestSmoke(t *testing.T) {
	zone, _ := time.LoadLocation("Asia/Shanghai")
	d, err := NewDemo(t.Context(), DemoOptions{Start: time.Date(2026, 11, 23, 8, 50, 0, 0, zone), Standing: true, Log: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelInfo}))})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	dump := func(chat int64) {
		for _, m := range d.Sandbox.Messages(chat) {
			fmt.Printf("--- %d %s [%s] %s\n%s\n%v\n", m.ID, m.From.FirstName, m.Date.In(zone).Format("01-02 15:04:05"), m.Service, m.Text, m.Keyboard)
		}
	}
	if err := d.To(t.Context(), time.Date(2026, 11, 23, 9, 1, 0, 0, zone)); err != nil {
		t.Fatal(err)
	}
	edu := int64(1007)
	d.Sandbox.Send(edu, edu, "3 已遴选试点学校1所\n28 又办两期电工班，累计1500人次\n35 有困难：编制未批")
	d.Settle(t.Context())
	d.Sandbox.Send(edu, edu, "第28项")
	d.Sandbox.Send(edu, edu, "/fill")
	d.Sandbox.Send(edu, edu, "我的任务")
	d.Settle(t.Context())
	d.Sandbox.Send(1002, d.Cast.Group, "/status")
	d.Settle(t.Context())
	dump(edu)
	dump(1001)
	dump(d.Cast.Group)
	fmt.Println(len(d.Sandbox.Chats()), d.Clock.Now())
}
