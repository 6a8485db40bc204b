package app

import "net/http"

func (d *Demo) page() http.Handler { return http.NotFoundHandler() }
