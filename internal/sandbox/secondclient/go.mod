module duban/internal/sandbox/secondclient

go 1.26.0

require (
	duban v0.0.0-00010101000000-000000000000
	github.com/go-telegram/bot v1.19.0
)

replace duban => ../../..
