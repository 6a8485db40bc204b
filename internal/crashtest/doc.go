// Package crashtest proves the promise of delivery on the real program: it kills
// `duban run` again and again, at any moment and at each failpoint, while people
// talk to it through the sandbox, and then lets a checker of named rules look at
// what the sandbox saw and what the database holds. A second proof takes the
// power away: what the process wrote and synced is recorded and cut at random.
// A third breaks the program in six ways, each of which the rules must notice.
//
// Everything here is tests; the package is no part of the program. One seed
// decides what is random (when the machine lets things happen is not in it).
//
//	go test ./internal/crashtest                    short: a look at everything
//	DUBAN_CRASH_KILLS=200 DUBAN_CRASH_IMAGES=2000 \
//	    go test -v ./internal/crashtest             as .ci/run does
//	DUBAN_CRASH_KILLS=2000 go test -v -run Crash -timeout 2h ./internal/crashtest
//	DUBAN_CRASH_SEED=42 go test …                   the same choices again
//
// Each run prints its figures; with -v they are seen also when all is well.
package crashtest
