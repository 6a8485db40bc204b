// Package chat is the vocabulary between the conversation and any chat
// platform: what comes in, what goes out, what a send can end as.
//
// It knows no platform. Identities are the platform's own numbers.
package chat
